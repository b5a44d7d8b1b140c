import { describe, expect, it } from "vitest";
import { FROM_PROBABILITIES, PREPROCESSING, SGD, smallModel, smallSource } from "../../test/small-model.js";
import { traceCallback } from "../../test/trace-callback.js";
import type { Callback } from "../callback.js";
import { onnxEngine } from "../engines/onnx.js";
import { fit } from "../fit.js";
import type { FitOptions } from "../fit-options.js";
import { readWeights } from "../model-weights.js";
import { type EarlyStoppingOptions, earlyStopping } from "./early-stopping.js";

const follow = (options: EarlyStoppingOptions, course: readonly number[], stopped?: string) =>
  traceCallback(
    () => earlyStopping(options),
    course.map((value) => ({ [options.monitor ?? "val_loss"]: value })),
    stopped === undefined ? {} : { stopped },
  );

describe("stops as Keras's EarlyStopping", () => {
  it.each<[string, EarlyStoppingOptions, number[], number]>([
    ["patience 3 with a flat loss runs four epochs", { patience: 3 }, [1, 1, 1, 1, 1, 1], 4],
    ["patience 0 never stops in the first epoch", {}, [1, 1, 1], 2],
    ["patience 0 stops at the first epoch that is not better", {}, [3, 2, 1, 1.5, 0], 4],
    ["an improvement resets the wait", { patience: 2 }, [3, 4, 2, 4, 4, 1], 5],
    ["an equal value is no improvement", { patience: 1 }, [2, 2, 1], 2],
    ["minDelta must be exceeded", { minDelta: 0.5 }, [3, 2.4, 1.9, 0], 3],
    ["accuracy counts upwards", { monitor: "val_accuracy", patience: 1 }, [0.1, 0.2, 0.3, 0.2, 0.9], 4],
    ["mode max turns the direction", { mode: "max" }, [1, 2, 3, 2, 9], 4],
    ["epochs before startFromEpoch are not judged", { startFromEpoch: 3 }, [1, 2, 3, 4, 5, 6], 5],
    [
      "a baseline that is never reached keeps the wait running",
      { baseline: 1, patience: 2 },
      [5, 4, 3, 2, 2, 2],
      5,
    ],
    ["a first NaN is never beaten", { patience: 2 }, [Number.NaN, 1, 1, 1], 3],
    ["a course that improves runs to its end", { patience: 1 }, [5, 4, 3, 2, 1], 5],
  ])("%s", async (_, options, course, epochs) => {
    expect((await follow(options, course)).ranEpochs).toBe(epochs);
  });
});

describe("restores the best weights", () => {
  const restoring = { restoreBestWeights: true };
  it("when it stops", async () => {
    const { weightsOf, reason } = await follow({ ...restoring, patience: 2 }, [3, 1, 2, 2]);
    expect(weightsOf).toBe(2);
    expect(reason).toBe("early stopping: val_loss has not improved since epoch 2");
  });
  it("when training ran to its last epoch", async () => {
    expect((await follow({ ...restoring, patience: 9 }, [3, 1, 2, 2])).weightsOf).toBe(2);
  });
  it("but not when training was aborted", async () => {
    expect((await follow({ ...restoring, patience: 9 }, [3, 1, 2, 2], "aborted")).weightsOf).toBe(4);
  });
  it("and not without being asked", async () => {
    expect((await follow({ patience: 1 }, [3, 1, 2, 2])).weightsOf).toBe(3);
  });
});

const options = {
  train: smallSource(32),
  optimizer: SGD,
  loss: FROM_PROBABILITIES,
  preprocessing: PREPROCESSING,
  engine: onnxEngine({ threads: 1 }),
};

it("puts the weights of the best epoch into the model", async () => {
  const stopping = () =>
    earlyStopping({ monitor: "accuracy", mode: "min", restoreBestWeights: true, patience: 1 });
  const model = smallModel();
  const { history, stopped } = await fit(model, { ...options, epochs: 9, callbacks: [stopping()] });
  expect(stopped).toMatch(/early stopping/);
  const best = history.length - 1;
  const upToBest = smallModel();
  await fit(upToBest, { ...options, epochs: best });
  expect(await readWeights(model)).toEqual(await readWeights(upToBest));
});

describe("used again", () => {
  const best = { monitor: "accuracy", mode: "min", restoreBestWeights: true, patience: 1 } as const;
  const fold = async (seed: number, stopping: Callback, changes: Partial<FitOptions> = {}) => {
    const model = smallModel({ seed });
    const train = smallSource(32, seed);
    const result = await fit(model, { ...options, train, epochs: 5, callbacks: [stopping], ...changes });
    return {
      epochs: result.history.length,
      weights: await readWeights(model),
      checkpoint: result.checkpoint,
    };
  };

  it("starts anew in every fold", async () => {
    const stopping = earlyStopping(best);
    await fold(1, stopping);
    const actual = await fold(2, stopping);
    const expected = await fold(2, earlyStopping(best));
    expect(actual.epochs).toBe(expected.epochs);
    expect(actual.weights).toEqual(expected.weights);
    expect(actual.checkpoint.callbacks).toEqual(expected.checkpoint.callbacks);
  });

  it("goes on from the checkpoint when a training is resumed", async () => {
    const whole = await fold(3, earlyStopping(best));
    const stopping = earlyStopping(best);
    const half = await fold(3, stopping, { epochs: 1 });
    await fold(4, stopping);
    const resumed = await fold(3, stopping, { resumeFrom: half.checkpoint });
    expect(resumed.weights).toEqual(whole.weights);
    expect(resumed.checkpoint.callbacks).toEqual(whole.checkpoint.callbacks);
  });
});

it("refuses to watch a metric that the training does not have, before the first epoch", async () => {
  const training = fit(smallModel(), { ...options, epochs: 1, callbacks: [earlyStopping()] });
  await expect(training).rejects.toThrow(/one of loss, accuracy, received "val_loss"\. Give fit validation/);
});
