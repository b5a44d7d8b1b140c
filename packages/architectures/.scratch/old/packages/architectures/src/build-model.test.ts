import * as tf from "@tensorflow/tfjs";
import { expect, it } from "vitest";
import { buildModel } from "./build-model.js";
import { BuildModelError } from "./errors.js";
import { layerSeed } from "./preset-layers.js";
import { presets } from "./presets/index.js";

const small = { inputShape: [20, 20, 3], classes: 4 } as const;
const numbers = (model: tf.LayersModel) => model.getWeights().map((weight) => weight.dataSync<"float32">());

/** One string for all weights: a diff of half a million numbers would take minutes to print. */
async function digest(model: tf.LayersModel): Promise<string> {
  const weights = new Blob(numbers(model) as BlobPart[]);
  const hash = await crypto.subtle.digest("SHA-256", await weights.arrayBuffer());
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

it("builds the same names and weights twice in one process", async () => {
  const [first, second] = [buildModel("mnist-cnn", { seed: 3 }), buildModel("mnist-cnn", { seed: 3 })];
  const names = ["conv2d", "max_pooling2d", "flatten", "dense", "dense_1"];
  expect(first.layers.map((layer) => layer.name)).toEqual(names);
  expect(second.layers.map((layer) => layer.name)).toEqual(names);
  expect(await digest(second)).toBe(await digest(first));
});

it("starts from the same weights in Node and in a browser", async () => {
  expect(await digest(buildModel("mnist-cnn", { seed: 3 }))).toMatchInlineSnapshot(
    `"0dc183dee41bdc0a04e3beb3aeddcdc910b85697d92b8ca01fe822931fb40df1"`,
  );
});

it("derives other weights from another seed, and different ones for equal layers of a model", () => {
  const preset = {
    ...presets.mlp,
    build: ({ classes, layers }: Parameters<typeof presets.mlp.build>[0]) => [
      layers.flatten({ inputShape: [2, 2, 1] }),
      layers.dense({ units: 4 }),
      layers.dense({ units: 4 }),
      layers.dense({ units: classes }),
    ],
  };
  const options = { inputShape: [2, 2, 1], classes: 2 } as const;
  const [kernel, , next] = numbers(buildModel(preset, options));
  const [other] = numbers(buildModel(preset, { ...options, seed: 1 }));
  expect(next).not.toEqual(kernel);
  expect(other).not.toEqual(kernel);
});

it("starts kernels within Glorot's limit and biases at zero", () => {
  const [kernel, bias] = numbers(buildModel("mnist-cnn"));
  const limit = Math.sqrt(6 / (3 * 3 * 1 + 3 * 3 * 32));
  const largest = Math.max(...Array.from(kernel ?? [], Math.abs));
  expect(largest).toBeLessThanOrEqual(limit);
  expect(largest).toBeGreaterThan(0.9 * limit);
  expect(new Set(bias)).toEqual(new Set([0]));
});

it("leaves the weights of other layers alone when a layer is added between them", async () => {
  const preset = (rate: number | undefined) => ({
    ...presets.mlp,
    build: ({ classes, layers }: Parameters<typeof presets.mlp.build>[0]) => [
      layers.flatten({ inputShape: [2, 2, 1] }),
      ...(rate === undefined ? [] : [layers.dropout({ rate })]),
      layers.dense({ units: classes }),
    ],
  });
  const options = { inputShape: [2, 2, 1], classes: 3 } as const;
  const [withDropout, without] = [preset(0.5), preset(undefined)].map((each) => buildModel(each, options));
  expect(await digest(withDropout!)).toBe(await digest(without!));
});

it("gives every layer and seed its own initializer seed", () => {
  const seeds = Array.from({ length: 50 }, (_, seed) =>
    Array.from({ length: 20 }, (_, at) => layerSeed(seed, at === 0 ? "dense" : `dense_${at}`)),
  );
  expect(new Set(seeds.flat()).size).toBe(1000);
  expect(seeds.flat().every((value) => Number.isInteger(value) && value >= 0 && value < 2 ** 31)).toBe(true);
});

it.each(Object.keys(presets))("%s survives being saved and loaded by TensorFlow.js", async (name) => {
  const model = buildModel(name, small);
  let saved: tf.io.ModelArtifacts | undefined;
  await model.save({
    save: async (artifacts) => {
      saved = JSON.parse(JSON.stringify({ ...artifacts, weightData: undefined }));
      saved = { ...saved, weightData: artifacts.weightData };
      return { modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(artifacts) };
    },
  });
  const loaded = await tf.loadLayersModel({ load: async () => saved as tf.io.ModelArtifacts });
  expect(loaded.toJSON(null, false)).toEqual(model.toJSON(null, false));
  const [after, before] = [numbers(loaded), numbers(model)];
  expect(after.map((values) => values.length)).toEqual(before.map((values) => values.length));
  // TensorFlow.js applies a constraint when it sets weights, which rounds those of max-norm layers anew.
  const farthest = after.map((values, index) =>
    values.reduce(
      (worst, value, at) => Math.max(worst, Math.abs(value - (before[index]?.[at] ?? Number.NaN))),
      0,
    ),
  );
  expect(Math.max(...farthest)).toBeLessThan(1e-6);
});

it("keeps the max-norm constraints of cifar10-cnn through serialization, over axis 0", async () => {
  const json = buildModel("cifar10-cnn", small).toJSON(null, false) as object;
  const copy = await tf.models.modelFromJSON({ modelTopology: json } as never);
  const constraints = copy.layers.map((layer) => layer.getConfig().kernelConstraint);
  const maxNorm = { className: "MaxNorm", config: { maxValue: 3, axis: 0 } };
  expect(constraints).toEqual([maxNorm, undefined, maxNorm, undefined, undefined, maxNorm, undefined, null]);
});

it("accepts another image size and number of classes", () => {
  const model = buildModel("cifar10-tutorial", { inputShape: [24, 40, 1], classes: 3 });
  expect(model.inputs[0]?.shape).toEqual([null, 24, 40, 1]);
  expect(model.outputs[0]?.shape).toEqual([null, 3]);
});

it("names the layer that an input is too small for, and the smallest size that works", () => {
  const tooSmall = () => buildModel("cifar10-tutorial", { inputShape: [17, 32, 3] });
  expect(tooSmall).toThrow(BuildModelError);
  expect(tooSmall).toThrow(/\[17,32,3\] leaves layer "conv2d_2" only \[2,6,64\].*at least 18×18 pixels/);
  expect(() => buildModel("cifar10-tutorial", { inputShape: [18, 18, 3] })).not.toThrow();
});

it("reports all wrong options at once", () => {
  try {
    buildModel("mlp", { inputShape: [0, 28, 1], classes: 1, seed: 0.5 });
    expect.unreachable();
  } catch (error) {
    expect((error as BuildModelError).problems).toHaveLength(3);
  }
});
