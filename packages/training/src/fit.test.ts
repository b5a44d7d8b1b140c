import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { richSource } from "../test/rich-batches.js";
import {
  FROM_PROBABILITIES,
  PREPROCESSING,
  SGD,
  smallBatch,
  smallModel,
  smallSource,
} from "../test/small-model.js";
import type { Batch } from "./batch.js";
import type { Callback, TrainingRun } from "./callback.js";
import { earlyStopping } from "./callbacks/early-stopping.js";
import type { Engine } from "./engines/engine.js";
import { onnxEngine } from "./engines/onnx.js";
import { tfjsEngine } from "./engines/tfjs.js";
import { fit } from "./fit.js";
import type { FitOptions } from "./fit-options.js";
import type { HistoryRow } from "./history.js";
import { readWeights } from "./model-weights.js";
import { TrainingOptionsError } from "./training-plan.js";

const options = (changes: Partial<FitOptions> = {}): FitOptions => ({
  train: smallSource(36),
  epochs: 2,
  optimizer: SGD,
  loss: FROM_PROBABILITIES,
  preprocessing: PREPROCESSING,
  engine: onnxEngine({ threads: 1 }),
  ...changes,
});

/** Times differ between runs. */
const untimed = (history: readonly HistoryRow[]) =>
  history.map(({ seconds: _, images_per_second: __, ...rest }) => rest);

it("returns one row an epoch with the keys of history.json", async () => {
  const { history, stopped, engine } = await fit(smallModel(), options({ validation: smallSource(10, 9) }));
  expect(history.map((row) => Object.keys(row))).toEqual(
    Array(2).fill([
      "epoch",
      "loss",
      "accuracy",
      "val_loss",
      "val_accuracy",
      "learning_rate",
      "seconds",
      "images_per_second",
    ]),
  );
  expect(history.map(({ epoch }) => epoch)).toEqual([1, 2]);
  expect(stopped).toBeUndefined();
  expect(engine.name).toBe("onnx");
});

it("has no validation columns without validation", async () => {
  const { history } = await fit(smallModel(), options());
  expect(history[0]).not.toHaveProperty("val_loss");
});

it("learns", async () => {
  const { history } = await fit(smallModel(), options({ epochs: 5, validation: smallSource(40, 9) }));
  expect(history.at(-1)?.val_accuracy).toBeGreaterThan(0.9);
});

it("weights the means of an epoch by batch size and decays the rate by step", async () => {
  const batches: { batchLoss: number; size: number }[] = [];
  let before = 0;
  const watch: Callback = {
    name: "watch",
    onBatchEnd({ batchLoss, images }) {
      batches.push({ batchLoss, size: images - before });
      before = images;
    },
  };
  const { history } = await fit(smallModel(), options({ epochs: 1, callbacks: [watch] }));
  expect(batches.map(({ size }) => size)).toEqual([8, 8, 8, 8, 4]);
  const sum = batches.reduce((total, { batchLoss, size }) => total + batchLoss * size, 0);
  expect(history[0]?.loss).toBeCloseTo(sum / 36, 12);
  expect(history[0]?.learning_rate).toBe(0.05 / (1 + 0.01 * 4));
});

it("calls the hooks in order", async () => {
  const calls: string[] = [];
  const log: Callback = {
    name: "log",
    onTrainBegin: ({ epoch }) => void calls.push(`train from ${epoch}`),
    onEpochBegin: ({ epoch }) => void calls.push(`epoch ${epoch}`),
    onBatchEnd: ({ batch }) => void calls.push(`batch ${batch}`),
    onEpochEnd: ({ row }, run) => {
      calls.push(`end ${row.epoch} of ${run.history.length}`);
      if (row.epoch === 2) run.stop("enough");
    },
    onStop: ({ reason }) => void calls.push(`stop: ${reason}`),
    onTrainEnd: ({ stopped }) => void calls.push(`done: ${stopped}`),
  };
  const result = await fit(smallModel(), options({ train: smallSource(16), epochs: 3, callbacks: [log] }));
  expect(calls).toEqual([
    "train from 1",
    ...["epoch 1", "batch 1", "batch 2", "end 1 of 1"],
    ...["epoch 2", "batch 1", "batch 2", "end 2 of 2"],
    ...["stop: enough", "done: enough"],
  ]);
  expect(result.stopped).toBe("enough");
});

it("hears an abort that comes from a timer while it trains", async () => {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), 50);
  const { stopped } = await fit(smallModel(), options({ epochs: 100_000, signal: controller.signal }));
  clearTimeout(timer);
  expect(stopped).toBe("aborted");
});

it("stays stopped when it had ended by itself", async () => {
  const stopper: Callback = { name: "stopper", onEpochEnd: (_, run) => run.stop("enough") };
  const first = await fit(smallModel(), options({ epochs: 5, callbacks: [stopper] }));
  const again = await fit(smallModel(), options({ epochs: 5, resumeFrom: first.checkpoint }));
  expect(again.stopped).toBe("enough");
  expect(again.history).toEqual(first.history);
});

describe.each([
  ["onnx", () => onnxEngine({ threads: 1 })],
  ["tfjs", () => tfjsEngine({ backend: "cpu" })],
] as const)("resuming with %s", (_, engine: () => Engine) => {
  const model = (seed?: number) => smallModel({ dropout: true, maxNorm: true, ...(seed && { seed }) });
  const shared = () =>
    options({
      engine: engine(),
      epochs: 3,
      validation: smallSource(10, 9),
      callbacks: [earlyStopping({ patience: 1, restoreBestWeights: true })],
      seed: 11,
    });

  it.each([
    ["in the middle of an epoch", 7],
    ["after an epoch's last batch, before its validation", 10],
    ["before the first step", 0],
  ])("%s gives to the bit what an uninterrupted training gives", async (_, abortAfter) => {
    const whole = model();
    const expected = await fit(whole, shared());

    const controller = new AbortController();
    if (abortAfter === 0) controller.abort();
    let steps = 0;
    const interrupter: Callback = {
      name: "interrupter",
      onBatchEnd() {
        steps += 1;
        if (steps === abortAfter) controller.abort();
      },
    };
    const start = shared();
    const interrupted = await fit(model(), {
      ...start,
      callbacks: [...(start.callbacks ?? []), interrupter],
      signal: controller.signal,
    });
    expect(interrupted.stopped).toBe("aborted");
    expect(interrupted.checkpoint.step).toBe(abortAfter);

    const rest = model(99);
    const resumed = await fit(rest, { ...shared(), resumeFrom: interrupted.checkpoint });
    expect(untimed(resumed.history)).toEqual(untimed(expected.history));
    expect(await readWeights(rest)).toEqual(await readWeights(whole));
    expect(resumed.checkpoint.slots).toEqual(expected.checkpoint.slots);
  });
});

describe("resuming with slots of accumulation, averages and momentum", () => {
  const optimizer = {
    type: "muon",
    learningRate: 0.02,
    gradientAccumulationSteps: 2,
    globalClipNorm: 1,
    useEma: true,
    excludeLayers: ["dense_1"],
    companion: { type: "lars", learningRate: 0.05 },
  } as const;
  const shared = () => options({ optimizer, train: richSource(36), epochs: 3, seed: 11 });

  it.each([3, 4])(
    "after step %d gives to the bit what an uninterrupted training gives",
    async (abortAfter) => {
      const whole = smallModel();
      const expected = await fit(whole, shared());
      const controller = new AbortController();
      let steps = 0;
      const interrupter: Callback = {
        name: "interrupter",
        onBatchEnd() {
          steps += 1;
          if (steps === abortAfter) controller.abort();
        },
      };
      const interrupted = await fit(smallModel(), {
        ...shared(),
        callbacks: [interrupter],
        signal: controller.signal,
      });
      const rest = smallModel({ seed: 99 });
      const resumed = await fit(rest, { ...shared(), resumeFrom: interrupted.checkpoint });
      expect(untimed(resumed.history)).toEqual(untimed(expected.history));
      expect(await readWeights(rest)).toEqual(await readWeights(whole));
      expect(resumed.checkpoint.slots).toEqual(expected.checkpoint.slots);
    },
  );
});

describe("moving averages of the weights", () => {
  const optimizer = { ...SGD, useEma: true, emaMomentum: 0.5 } as const;

  it("are what is left in the model, and the checkpoint has the weights that were trained", async () => {
    const model = smallModel();
    const { checkpoint } = await fit(model, options({ optimizer, epochs: 1 }));
    const plain = smallModel();
    await fit(plain, options({ epochs: 1 }));
    expect(checkpoint.weights).toEqual(await readWeights(plain));
    const kernel = (await readWeights(model)).get("dense/kernel");
    expect(kernel).toEqual(checkpoint.slots.get("dense/kernel/ema"));
    expect(kernel).not.toEqual(checkpoint.weights.get("dense/kernel"));
  });

  it("are there for callbacks, and not before the first step", async () => {
    const seen: boolean[] = [];
    const look = (run: TrainingRun) => run.weights.averages().then((weights) => void seen.push(!!weights));
    const watch: Callback = {
      name: "watch",
      onTrainBegin: (_, run) => look(run),
      onEpochEnd: (_, run) => look(run),
    };
    await fit(smallModel(), options({ optimizer, epochs: 1, callbacks: [watch] }));
    expect(seen).toEqual([false, true]);
  });
});

it("decays the rate with the updates, of which accumulation makes fewer", async () => {
  const optimizer = { ...SGD, gradientAccumulationSteps: 2 } as const;
  const { history } = await fit(smallModel(), options({ optimizer, epochs: 1 }));
  expect(history[0]?.learning_rate).toBe(0.05 / (1 + 0.01 * 2));
});

it("says which part of a batch has a wrong size", async () => {
  const batch = { ...smallBatch(8, 1), softLabels: new Float32Array(8), sampleWeights: new Float32Array(7) };
  const train = { size: 8, batchSize: 8, batchesPerEpoch: 1, epoch: () => [batch] };
  await expect(fit(smallModel(), options({ train }))).rejects.toThrow(
    /batch 1 of epoch 1: expected soft labels \[8, 4\], received 8 numbers; expected 8 sample weights, received 7/,
  );
});

it("lets one engine go on from another's checkpoint", async () => {
  const controller = new AbortController();
  const stopAt5: Callback = {
    name: "abort",
    onEpochEnd: () => controller.abort(),
  };
  const first = await fit(smallModel(), options({ callbacks: [stopAt5], signal: controller.signal }));
  const resumeFrom = first.checkpoint;
  const onnx = await fit(smallModel(), options({ resumeFrom }));
  const tfjs = await fit(smallModel(), options({ resumeFrom, engine: tfjsEngine({ backend: "cpu" }) }));
  expect(tfjs.history[1]?.loss).toBeCloseTo(onnx.history[1]?.loss ?? Number.NaN, 5);
});

it("keeps no tensors of TensorFlow.js", async () => {
  const model = smallModel();
  const before = tf.memory().numTensors;
  await fit(model, options({ validation: smallSource(10), engine: tfjsEngine({ backend: "cpu" }) }));
  expect(tf.memory().numTensors).toBe(before);
});

it("reports everything that is wrong with the options at once", async () => {
  const error = await fit(
    smallModel(),
    options({
      epochs: 0,
      optimizer: { type: "sgd", learningRate: -1, momentum: 1 },
      preprocessing: { scale: 1, mean: [0] },
      seed: 0.5,
    }),
  ).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(TrainingOptionsError);
  expect((error as TrainingOptionsError).problems).toHaveLength(5);
});

it("refuses a checkpoint of another training", async () => {
  const { checkpoint } = await fit(smallModel(), options({ epochs: 1 }));
  const other = options({ train: smallSource(40), seed: 4, resumeFrom: checkpoint });
  await expect(fit(smallModel(), other)).rejects.toThrow(
    /expected seed 0 as in the checkpoint.*received 4; expected trainSize 36.*received 40/,
  );
  const otherModel = tf.sequential({ layers: [tf.layers.flatten({ inputShape: [8, 8, 3] })] });
  await expect(fit(otherModel, options({ resumeFrom: checkpoint }))).rejects.toThrow(
    /"dense\/kernel": the model has no such weight/,
  );
});

it("names the batch whose labels and images do not match", async () => {
  const broken = { images: new Uint8Array(8 * 192), labels: new Int32Array(7), size: 8 } satisfies Batch;
  const train = { size: 8, batchSize: 8, batchesPerEpoch: 1, epoch: () => [broken] };
  await expect(fit(smallModel(), options({ train }))).rejects.toThrow(
    /batch 1 of epoch 1: expected 8 images/,
  );
});

it("takes batches from asynchronous sources", async () => {
  const source = smallSource(16);
  const train = {
    ...source,
    async *epoch(epoch: number, start?: number) {
      yield* source.epoch(epoch, start) as Iterable<Batch>;
    },
  };
  const [expected, actual] = [
    await fit(smallModel(), options({ train: source })),
    await fit(smallModel(), options({ train })),
  ];
  expect(untimed(actual.history)).toEqual(untimed(expected.history));
});
