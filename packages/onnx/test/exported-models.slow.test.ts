import { buildModel, listModels, type PresetName } from "@imgcls/architectures";
import { expectAllClose, loadOnnx } from "@imgcls/test-utils";
import type * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { exportOnnx } from "../src/index.js";
import { setWeights, testBatch, weightsOf } from "./test-model.js";
import { toInput } from "./tfjs-oracle.js";

const PREPROCESSING = { scale: 1 / 255, mean: [0.5, 0.4, 0.3], std: [0.25, 0.5, 1] };

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

describe("exported models predict as TensorFlow.js does", () => {
  it.each(listModels())("%s", async (name) => {
    const model = withStatistics(buildModel(name as PresetName, { inputShape: [32, 32, 3], classes: 10 }));
    const { images } = testBatch([32, 32, 3], 10, 2);
    const output = model.predict(toInput(images, [32, 32, 3], PREPROCESSING));
    const predictions = ([output].flat() as tf.Tensor[])[0]!;
    const isProbability = Math.abs(predictions.sum().dataSync()[0]! - 2) < 1e-3;
    const expected = (isProbability ? predictions : predictions.softmax()).dataSync();

    const program = await loadOnnx(await exportOnnx(model, { preprocessing: PREPROCESSING }));
    const { probabilities } = await program.run({ images: { data: images, shape: [2, 32, 32, 3] } });
    await program.release();
    expectAllClose(probabilities!, expected, 1e-5, name);
    expect(probabilities!.every(Number.isFinite)).toBe(true);
    model.dispose();
  });
});
