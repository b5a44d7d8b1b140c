import * as tf from "@tensorflow/tfjs";
import { expect, it } from "vitest";
import { buildModel, createModel } from "./build-model.js";
import { BuildModelError } from "./errors.js";
import { layerSeed } from "./layer-seed.js";
import { presets } from "./presets/index.js";

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

/** Recorded results depend on these numbers. */
it.each([
  ["mnist-cnn", "eae12dda2a332b8375f115632d005bb713c32757618de68f801472ed9c9a9e36"],
  ["cifar10-cnn", "bf0a1e86d714568c1f70e0867f220f80338bf5f576c09ef7fdb715de1a2c4898"],
  ["cifar100-cnn", "89d7b9bda32e33c6f5a73a2326ac4c5eb536a4202f5b6689b4361e6e11620b9f"],
  ["cifar10-tutorial", "a34e8eaadc0cc9d525be2d6b77799f434f6229c003dcb07839fd64b039a4954e"],
  ["mlp", "5e90cfa4b1b65c004c7ba5176a226c15e476b1db3bfb0fb4b1781aac4df0fedc"],
])("%s starts from the same weights in Node, in a browser and in every version", async (name, expected) => {
  expect(await digest(buildModel(name))).toBe(expected);
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

it("says where a network with weights of others is to be had, beside all else that is wrong", () => {
  const given = { weights: "imagenet", classes: 1 };
  const building = () => buildModel("resnet18", given);
  expect(building).toThrow(BuildModelError);
  expect(building).toThrow(/await loadPretrained\("resnet18", { weights }\) of @imgcls\/runs.*classes/);
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

it("keeps the max-norm constraints of cifar10-cnn through serialization, over axis 0", async () => {
  const json = buildModel("cifar10-cnn", { inputShape: [20, 20, 3], classes: 4 }).toJSON(
    null,
    false,
  ) as object;
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

it("gives advice about graphs too, without making their weights", () => {
  const tooSmall = () => createModel("vgg11", { inputShape: [20, 40, 3], stem: "imagenet" });
  expect(tooSmall).toThrow(/leaves layer "features.20" only \[1,2,512\].*at least 32×32 pixels/);
});

it("starts with zeros when weights are loaded next", () => {
  const model = createModel("resnet20", { initialWeights: "zeros" });
  expect(model.getWeights().every((weight) => weight.abs().max().dataSync()[0] === 0)).toBe(true);
});

it("rejects options that an architecture lacks", () => {
  expect(() => buildModel("vgg11", { auxiliaryHeads: true })).toThrow(
    'expected no option "auxiliaryHeads", which this architecture lacks, received true',
  );
  // @ts-expect-error resnet20 is made for small images and has no other stem.
  expect(() => createModel("resnet20", { stem: "imagenet" })).toThrow(BuildModelError);
});

it("reports all wrong options at once", () => {
  try {
    buildModel("mlp", { inputShape: [0, 28, 1], classes: 1, seed: 0.5 });
    expect.unreachable();
  } catch (error) {
    expect((error as BuildModelError).problems).toHaveLength(3);
  }
});
