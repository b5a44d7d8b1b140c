import { describe, expect, it } from "vitest";
import { memoryFolder } from "../../test/memory-folder.js";
import { smallTraining } from "../../test/saved-run.js";
import {
  ADAM,
  FROM_PROBABILITIES,
  PREPROCESSING,
  SHAPE,
  smallModel,
  smallSource,
} from "../../test/small-model.js";
import type { Callback } from "../callback.js";
import { fit } from "../fit.js";
import type { FitOptions } from "../fit-options.js";
import { readWeights, type WeightMap } from "../model-weights.js";
import { predictProbabilities } from "../predict-probabilities.js";
import { modelCheckpoint } from "./model-checkpoint.js";
import { stochasticWeightAveraging } from "./stochastic-weight-averaging.js";
import { swapEMAWeights } from "./swap-ema-weights.js";

const EMA: Partial<FitOptions> = { optimizer: { ...ADAM, useEma: true, emaMomentum: 0.8 } };

async function train(epochs: number, callbacks: Callback[], changes: Partial<FitOptions> = {}) {
  const model = smallModel({ dropout: true });
  const epochWeights: WeightMap[] = [];
  const watch: Callback = {
    name: "watch",
    onEpochEnd: async (_, { weights }) => void epochWeights.push(await weights.current()),
  };
  const result = await fit(model, { ...smallTraining(epochs), callbacks: [...callbacks, watch], ...changes });
  return { ...result, model, epochWeights, weights: await readWeights(model) };
}

/** Of the model with its final weights, outside of fit. */
async function validationLoss(model: Parameters<typeof predictProbabilities>[0]): Promise<number> {
  let sum = 0;
  let size = 0;
  for await (const batch of smallSource(8, 5).epoch(1)) {
    const probabilities = await predictProbabilities(model, batch.images, {
      size: batch.size,
      shape: SHAPE,
      preprocessing: PREPROCESSING,
      loss: FROM_PROBABILITIES,
    });
    const classes = probabilities.length / batch.size;
    batch.labels!.forEach((label, i) => {
      sum -= Math.log(probabilities[i * classes + label]!);
    });
    size += batch.size;
  }
  return sum / size;
}

describe("stochasticWeightAveraging", () => {
  it("ends with the mean of the epochs' weights, which validation has measured", async () => {
    const { history, model, epochWeights, weights } = await train(6, [
      stochasticWeightAveraging({ startEpoch: 2, everyEpochs: 2 }),
    ]);
    const averaged = [1, 3, 5].map((index) => epochWeights[index]!);
    for (const [name, values] of weights) {
      values.forEach((value, i) => {
        const mean = averaged.reduce((sum, epoch) => sum + epoch.get(name)![i]!, 0) / averaged.length;
        expect(Math.abs(value - mean)).toBeLessThan(1e-6);
      });
    }
    expect(history.at(-1)!.val_loss).toBeCloseTo(await validationLoss(model), 5);
  });

  it("does not change how the training goes on", async () => {
    const plain = await train(4, []);
    const averaging = await train(4, [stochasticWeightAveraging({ startEpoch: 1 })]);
    expect(averaging.epochWeights).toEqual(plain.epochWeights);
  });

  it("goes on with its mean from a checkpoint, to the bit", async () => {
    const averaging = () => [stochasticWeightAveraging({ startEpoch: 1 })];
    const whole = await train(4, averaging());
    const half = await train(2, averaging());
    const resumed = await train(4, averaging(), { resumeFrom: half.checkpoint });
    expect(resumed.weights).toEqual(whole.weights);
    expect(resumed.history.map(({ val_loss }) => val_loss)).toEqual(
      whole.history.map(({ val_loss }) => val_loss),
    );
  });
});

describe("swapEMAWeights", () => {
  it("validates and saves the moving averages, which the model ends with", async () => {
    const folder = memoryFolder();
    const callbacks = [modelCheckpoint({ filepath: "last", folder }), swapEMAWeights()];
    const { history, model, weights } = await train(2, callbacks, EMA);
    const plain = await train(2, [], EMA);
    expect(weights).toEqual(plain.weights);
    expect(history.at(-1)!.val_loss).toBeCloseTo(await validationLoss(model), 5);
    expect(history.at(-1)!.val_loss).not.toBeCloseTo(plain.history.at(-1)!.val_loss!, 5);
    const saved = new Float32Array((await folder.read("last/weights.bin"))!.buffer);
    expect([...saved]).toEqual([...weights.values()].flatMap((values) => [...values]));
  });

  it("says that the optimizer keeps no averages", async () => {
    await expect(train(1, [swapEMAWeights()])).rejects.toThrow("Give the optimizer useEma: true");
  });
});
