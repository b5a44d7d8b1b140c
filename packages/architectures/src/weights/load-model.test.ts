import * as tf from "@tensorflow/tfjs";
import { expect, it } from "vitest";
import { chain } from "../blocks/chain.js";
import { createModel } from "../build-model.js";
import { WeightsError } from "../errors.js";
import { layerFactory } from "../layer-factory.js";
import { loadModel } from "./load-model.js";

const artifactsOf = (model: tf.LayersModel): Promise<tf.io.ModelArtifacts> =>
  new Promise((resolve) => {
    void model.save(
      tf.io.withSaveHandler(async (saved) => {
        resolve(saved);
        return { modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(saved) };
      }),
    );
  });

/** Two layers of this package, and a normalization that TensorFlow.js by itself cannot train. */
function smallModel(): tf.LayersModel {
  const layers = layerFactory({ seed: 1 });
  const image = tf.input({ shape: [4, 4, 2] });
  const outputs = chain(
    image,
    layers.groupedConv2d({ filters: 4, kernelSize: 3, groups: 2 }),
    layers.batchNormalization({ scale: false, center: false }),
    layers.channelBias(),
    layers.flatten(),
    layers.dense({ units: 2 }),
  );
  return tf.model({ inputs: image, outputs });
}

it("loads a model with own layers, which can be trained further", async () => {
  const model = smallModel();
  const loaded = await loadModel(tf.io.fromMemory(await artifactsOf(model)));
  const images = tf.randomUniform<tf.Rank.R4>([8, 4, 4, 2], 0, 1, "float32", 1);
  const labels = tf.oneHot([0, 1, 0, 1, 0, 1, 0, 1], 2).toFloat();
  const [before, after] = [model, loaded].map((each) => (each.predict(images) as tf.Tensor).dataSync());
  expect(after).toEqual(before);
  const losses: unknown[] = [];
  for (const each of [model, loaded]) {
    each.compile({ optimizer: tf.train.sgd(0.1), loss: tf.losses.softmaxCrossEntropy });
    const { history } = await each.fit(images, labels, { epochs: 3, shuffle: false, verbose: 0 });
    losses.push(history.loss);
  }
  expect(losses[1]).toEqual(losses[0]);
  const [first, , last] = losses[0] as number[];
  expect(last).toBeLessThan(first!);
});

it("says which weights are no numbers", async () => {
  const model = createModel("lenet5", { inputShape: [32, 32, 1] });
  model.getLayer("c3").setWeights([tf.fill([5, 5, 6, 16], Number.NaN), tf.zeros([16])]);
  const artifacts = await artifactsOf(model);
  await expect(loadModel(tf.io.fromMemory(artifacts))).rejects.toThrow(WeightsError);
  await expect(loadModel(tf.io.fromMemory(artifacts))).rejects.toThrow('lenet5: "c3/kernel" has numbers');
});

/** The artifacts of a small network with other tensors in place of its own. */
async function tampered(change: (artifacts: tf.io.ModelArtifacts) => Partial<tf.io.ModelArtifacts>) {
  const artifacts = await artifactsOf(createModel("lenet5", { inputShape: [32, 32, 1] }));
  return loadModel(tf.io.fromMemory({ ...artifacts, ...change(artifacts) }));
}

it("says which weights have another shape than the layers", async () => {
  const loading = tampered(({ weightSpecs }) => ({
    weightSpecs: weightSpecs!.map((spec) =>
      spec.name === "c3/kernel" ? { ...spec, shape: [5, 5, 16, 6] } : spec,
    ),
  }));
  await expect(loading).rejects.toThrow(WeightsError);
  await expect(loading).rejects.toThrow('lenet5: "c3/kernel": expected [5,5,6,16], found [5,5,16,6].');
});

it("says which weights are missing and left over", async () => {
  const loading = tampered(({ weightSpecs }) => ({
    weightSpecs: weightSpecs!.map((spec) => (spec.name === "c1/bias" ? { ...spec, name: "c1/shift" } : spec)),
  }));
  await expect(loading).rejects.toThrow(WeightsError);
  await expect(loading).rejects.toThrow(
    '"c1/bias" is missing; expected [6]; "c1/shift" has no place in the model',
  );
});

it("says how many bytes are missing", async () => {
  const loading = tampered(({ weightData }) => ({ weightData: (weightData as ArrayBuffer).slice(0, -400) }));
  await expect(loading).rejects.toThrow(WeightsError);
  await expect(loading).rejects.toThrow(/expected \d+ bytes of numbers, found \d+/);
});

it("leaves other errors of loading as they are", async () => {
  await expect(loadModel("nowhere://model.json")).rejects.not.toThrow(WeightsError);
});
