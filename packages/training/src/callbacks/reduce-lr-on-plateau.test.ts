import { describe, expect, it } from "vitest";
import { FROM_PROBABILITIES, PREPROCESSING, SGD, smallModel, smallSource } from "../../test/small-model.js";
import { traceCallback } from "../../test/trace-callback.js";
import { onnxEngine } from "../engines/onnx.js";
import { fit } from "../fit.js";
import type { FitOptions } from "../fit-options.js";
import { readWeights } from "../model-weights.js";
import { type ReduceLROnPlateauOptions, reduceLROnPlateau } from "./reduce-lr-on-plateau.js";

const ratesOf = async (options: ReduceLROnPlateauOptions, losses: readonly number[]) =>
  (
    await traceCallback(
      () => reduceLROnPlateau(options),
      losses.map((val_loss) => ({ val_loss })),
    )
  ).rates;

describe("lowers the rate as Keras's ReduceLROnPlateau", () => {
  it.each<[string, ReduceLROnPlateauOptions, number[], number[]]>([
    [
      "after so many epochs without improvement",
      { patience: 2, factor: 0.5 },
      [1, 1, 1, 1, 1],
      [1, 1, 0.5, 0.5, 0.25],
    ],
    ["not while the metric improves", { patience: 1, factor: 0.5 }, [5, 4, 3, 2], [1, 1, 1, 1]],
    [
      "a change up to minDelta is no improvement",
      { patience: 1, factor: 0.5, minDelta: 1 },
      [5, 4, 2],
      [1, 0.5, 0.5],
    ],
    [
      "epochs of the cooldown do not count",
      { patience: 1, factor: 0.5, cooldown: 2 },
      [1, 1, 1, 1, 1],
      [1, 0.5, 0.5, 0.25, 0.25],
    ],
    ["never below minLr", { patience: 1, factor: 0.25, minLr: 0.125 }, [1, 1, 1, 1], [1, 0.25, 0.125, 0.125]],
  ])("%s", async (_, options, losses, rates) => {
    expect(await ratesOf(options, losses)).toEqual(rates);
  });
});

it("goes on where a checkpoint was taken, to the bit, beside a schedule", async () => {
  const train = async (changes: Partial<FitOptions>) => {
    const model = smallModel();
    const result = await fit(model, {
      train: smallSource(32),
      epochs: 5,
      optimizer: SGD,
      schedule: { type: "exponential", gamma: 0.9 },
      loss: FROM_PROBABILITIES,
      preprocessing: PREPROCESSING,
      engine: onnxEngine({ threads: 1 }),
      callbacks: [reduceLROnPlateau({ monitor: "loss", mode: "max", patience: 1, factor: 0.5 })],
      ...changes,
    });
    return { ...result, weights: await readWeights(model) };
  };
  const whole = await train({});
  expect(whole.checkpoint.rateFactor).toBeLessThan(0.6);
  const part = await train({ epochs: 3 });
  const resumed = await train({ resumeFrom: part.checkpoint });
  expect(resumed.weights).toEqual(whole.weights);
  expect(resumed.checkpoint.callbacks).toEqual(whole.checkpoint.callbacks);
});

it("refuses a factor that lowers nothing", () => {
  expect(() => reduceLROnPlateau({ factor: 1 })).toThrow(
    "expected reduceLROnPlateau.factor to be above 0 and below 1, received 1",
  );
});
