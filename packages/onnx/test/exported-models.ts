import { buildModel, type PresetName } from "@imgcls/architectures";
import { expectAllClose, type OnnxProgram } from "@imgcls/test-utils";
import type * as tf from "@tensorflow/tfjs";
import { expect } from "vitest";
import { exportOnnx } from "../src/index.js";
import { setWeights, testBatch, weightsOf } from "./test-model.js";
import { toInput } from "./tfjs-oracle.js";

const PREPROCESSING = { scale: 1 / 255, mean: [0.5, 0.4, 0.3], std: [0.25, 0.5, 1] };

/** The exported architecture has the probabilities of `LayersModel.predict`, in each of the runtimes. */
export async function expectExportPredicts(
  name: PresetName,
  runtimes: readonly ((bytes: Uint8Array) => Promise<OnnxProgram>)[],
): Promise<void> {
  const model = withStatistics(buildModel(name as string, { inputShape: [32, 32, 3], classes: 10 }));
  const { images } = testBatch([32, 32, 3], 10, 2);
  const output = model.predict(toInput(images, [32, 32, 3], PREPROCESSING));
  const predictions = ([output].flat() as tf.Tensor[])[0]!;
  const isProbability = Math.abs(predictions.sum().dataSync()[0]! - 2) < 1e-3;
  const expected = (isProbability ? predictions : predictions.softmax()).dataSync();

  const bytes = await exportOnnx(model, { preprocessing: PREPROCESSING });
  for (const load of runtimes) {
    const program = await load(bytes);
    const { probabilities } = await program.run({ images: { data: images, shape: [2, 32, 32, 3] } });
    await program.release();
    expectAllClose(probabilities!, expected, 1e-5, name);
    expect(probabilities!.every(Number.isFinite)).toBe(true);
  }
  model.dispose();
}

/** Moving averages and scales that are not those of a fresh model. */
function withStatistics(model: tf.LayersModel): tf.LayersModel {
  const values = weightsOf(model);
  setWeights(model, (index) => {
    const { originalName } = model.weights[index]!;
    const fresh = values.get(originalName)!;
    if (/moving_variance$/.test(originalName)) return fresh.map((value, i) => value * (1 + (i % 3) / 4));
    return /moving_mean$/.test(originalName) ? fresh.map((value, i) => value + (i % 5) / 50 - 0.04) : fresh;
  });
  return model;
}
