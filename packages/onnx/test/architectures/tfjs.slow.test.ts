import { buildModel, getPreset, type ImageShape, listModels, type PresetName } from "@imgcls/architectures";
import { expectAllClose, formulaWeight, streams } from "@imgcls/test-utils";
import type * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { compileTrainingStep } from "../../src/index.js";
import { LOWERINGS } from "../lowerings.js";
import { runSteps } from "../run-step.js";
import { restoreWeights, setWeights, testBatch, type Variables, weightsOf } from "../test-model.js";
import { trainOnWasm } from "../tfjs-on-wasm.js";
import { oracleSteps } from "../tfjs-oracle.js";

/*
 * One step of every registered architecture, on a few images, against TensorFlow.js. Both compute in float32: a relu or a
 * window whose elements come within rounding of a kink takes different sides, which a deep network shows in all its
 * gradients. Normalized maps are moved away from the kinks of relu and relu6 by their shift; and a network that has
 * met a kink is tried with other weights. A wrong gradient is wrong with all of them.
 */

const CLASSES = 10;
const SEEDS = [0, 1, 2, 3, 4, 5];
const TOLERANCE = 1e-3;

/** A power of two, so large that what is left of a weight is its gradient. */
const OPTIMIZER = { type: "sgd", learningRate: 1024 } as const;

await trainOnWasm();

describe("one step of every registered architecture equals TensorFlow.js's", () => {
  it.each(listModels())("%s", async (name) => {
    const failures: string[] = [];
    for (const seed of SEEDS) {
      const failure = await differenceFromTfjs(name, seed);
      if (failure === undefined) return;
      failures.push(failure);
    }
    expect.fail(failures.join("\n"));
  });
});

/** Two images of 2×2 pixels in the last maps are enough numbers for a normalization. */
function inputShapeOf(name: PresetName): ImageShape {
  const { inputShape, family } = getPreset(name);
  if (["vgg", "alexnet", "zfnet"].includes(family)) return [32, 32, 3];
  return inputShape[0] > 32 || family === "wide-resnet" ? [16, 16, 3] : inputShape;
}

/** Behind the global pooling a normalization has one number an image: of two, hardly any gradient is left but rounding. */
const batchSizeOf = (name: PresetName): number => (name === "mobilenet-v4-conv-small" ? 8 : 2);

async function differenceFromTfjs(name: PresetName, seed: number): Promise<string | undefined> {
  const inputShape = inputShapeOf(name);
  const batchSize = batchSizeOf(name);
  const model = withFormulaVectors(buildModel(name, { inputShape, classes: CLASSES, seed }), seed);
  const options = {
    batchSize,
    loss: getPreset(name).training.loss,
    preprocessing: { scale: 1 / 128, mean: Array<number>(inputShape[2]).fill(1) },
  };
  const batches = [testBatch(inputShape, CLASSES, batchSize, seed)];
  const before = weightsOf(model);
  try {
    for (const { name: loweringName, lowering } of LOWERINGS) {
      const compiled = compileTrainingStep(model, { ...options, optimizer: OPTIMIZER, lowering });
      const actual = await runSteps(compiled, before, batches, OPTIMIZER.learningRate);
      const expected = oracleSteps(model, batches, OPTIMIZER, { ...options, lowering });
      restoreWeights(model, before);
      expectAllClose(actual.losses, expected.losses, 1e-4, `loss of ${name}`);
      expect(actual.correct).toEqual(expected.correct);
      const difference = largestDifference(before, actual.variables, expected.weights);
      if (difference.share > TOLERANCE) {
        return `${loweringName}, seed ${seed}: ${difference.share.toExponential(1)} of the change of ${difference.name}`;
      }
    }
    return undefined;
  } finally {
    model.dispose();
  }
}

/** Kernels as the architecture draws them; scales, shifts and averages that are not those of a fresh model. */
function withFormulaVectors(model: tf.LayersModel, seed: number): tf.LayersModel {
  const drawn = weightsOf(model);
  setWeights(model, (index, shape, name) => {
    const noise = formulaWeight(streams.weight(index, seed), shape);
    if (/kernel$/.test(name)) return drawn.get(name)!;
    if (/(gamma|moving_variance)$/.test(name)) return noise.map((value) => 1 + 2 * value);
    return name.endsWith("beta") ? noise.map((value) => 2.5 + 2 * value) : noise;
  });
  return model;
}

/**
 * As a share of the weight's largest change; or of a thousandth of the model's largest, for weights that have no
 * gradient but rounding, as a bias before a normalization.
 */
function largestDifference(before: Variables, actual: Variables, expected: Variables) {
  const changes = [...expected].map(([name, values]) => {
    const start = before.get(name)!;
    const after = actual.get(name)!;
    return {
      name,
      change: largest(values, (value, i) => value - start[i]!),
      difference: largest(values, (value, i) => value - after[i]!),
    };
  });
  const least = Math.max(...changes.map(({ change }) => change)) / 1000;
  return changes
    .map(({ name, change, difference }) => ({ name, share: difference / Math.max(change, least) }))
    .reduce((worst, each) => (each.share > worst.share ? each : worst));
}

const largest = (values: Float32Array, of: (value: number, index: number) => number): number =>
  values.reduce((most, value, i) => Math.max(most, Math.abs(of(value, i))), 0);
