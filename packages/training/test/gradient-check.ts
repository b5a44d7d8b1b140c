import { expectAllClose, formulaWeight, streams } from "@imgcls/test-utils";
import * as tf from "@tensorflow/tfjs";
import { expect } from "vitest";
import type { Batch } from "../src/batch.js";
import { batchLoss } from "../src/batch-loss.js";
import type { Engine } from "../src/engines/engine.js";
import { readWeights, writeWeights } from "../src/model-weights.js";
import { smallPlan } from "./small-model.js";

/** From the image to features of any shape. */
export type Body = (image: tf.SymbolicTensor) => tf.SymbolicTensor;

export interface GradientCase {
  readonly inputShape: readonly [number, number, number];
  readonly body: Body;
  /** Other weights, where a near-tie of a maximum or a kink lies within the probe. */
  readonly seed?: number;
  /** It computes something else in training than in prediction. */
  readonly isDifferentInTraining?: boolean;
}

const CLASSES = 3;
const BATCH = 4;

/** The body behind smooth trained maps, so that the gradient of its input counts, and before a classifier. */
function modelOf({ inputShape, body, seed = 0 }: GradientCase): tf.LayersModel {
  const image = tf.input({ shape: [...inputShape] });
  const features = body(image);
  const flat = features.shape.length > 2 ? tf.layers.flatten().apply(features) : features;
  const classes = tf.layers.dense({ units: CLASSES, activation: "softmax", name: "classifier" }).apply(flat);
  const model = tf.model({ inputs: image, outputs: classes as tf.SymbolicTensor });
  const weights = model.weights.map(({ originalName, shape }, index) => {
    const noise = formulaWeight(streams.weight(index, seed), shape as number[]);
    const isAroundOne = /gamma|moving_variance/.test(originalName);
    return [originalName, isAroundOne ? noise.map((value) => 1 + 4 * value) : noise] as const;
  });
  writeWeights(model, new Map(weights));
  return model;
}

/** Noise that no two pixels share. */
function batchOf([height, width, channels]: GradientCase["inputShape"]): Batch {
  const images = Uint8Array.from(
    { length: BATCH * height * width * channels },
    (_, i) => (i * 151 + 17) % 256,
  );
  return { images, labels: Int32Array.of(0, 2, 1, 0), size: BATCH };
}

/** Below: float32 rounding of the loss; above: its curvature. */
const PROBE = 2 ** -9;
/** A power of two: `(w − (w − rate · g)) / rate` is g as exactly as float32 holds the difference. */
const RATE = 256;

/** The gradients of an engine's step equal central differences of its own loss, `(L(w + h) − L(w − h)) / 2h`. */
export async function expectGradientsOfDifferences(
  engine: Engine,
  gradientCase: GradientCase,
): Promise<void> {
  const model = modelOf(gradientCase);
  const batch = batchOf(gradientCase.inputShape);
  const plan = smallPlan({
    optimizer: { type: "sgd", learningRate: RATE },
    preprocessing: { scale: 1 / 255 },
    batchSize: BATCH,
  });
  const session = await engine.createSession(model, plan);
  const start = await readWeights(model);
  const step = async (learningRate: number) =>
    (await session.trainStep(batch, { learningRate, step: 0 })).loss;
  const lossWith = async (name: string, element: number, offset: number) => {
    const moved = start.get(name)!.slice();
    moved[element]! += offset;
    writeWeights(model, new Map([...start, [name, moved]]));
    await session.loadWeights();
    return { loss: await step(0), weight: moved[element]! };
  };
  try {
    if (!gradientCase.isDifferentInTraining) {
      const { lossSum } = batchLoss(await session.predict(batch.images, BATCH), batch.labels, plan.loss);
      expect(await step(0), "loss").toBeCloseTo(lossSum / BATCH, 5);
    }
    await step(RATE);
    await session.syncWeights();
    const after = await readWeights(model);
    for (const { originalName: name } of model.trainableWeights) {
      const gradient = start.get(name)!.map((w, i) => (w - after.get(name)![i]!) / RATE);
      const elements = sampleElements(gradient);
      const differences: number[] = [];
      for (const element of elements) {
        const [above, below] = [await lossWith(name, element, PROBE), await lossWith(name, element, -PROBE)];
        differences.push((above.loss - below.loss) / (above.weight - below.weight));
      }
      const sampled = elements.map((element) => gradient[element]!);
      expectAllClose(sampled, differences, 0.01, `gradient of ${name} at elements ${elements}`);
    }
  } finally {
    await session.dispose();
  }
}

/** The three elements of largest magnitude, the first, the middle and the last. */
function sampleElements(gradient: Float32Array): number[] {
  const byMagnitude = [...gradient.keys()].sort((a, b) => Math.abs(gradient[b]!) - Math.abs(gradient[a]!));
  const last = gradient.length - 1;
  return [...new Set([...byMagnitude.slice(0, 3), 0, Math.floor(last / 2), last])];
}
