// The files are drawn here, in the layouts that Keras 2 and 3 write.
import * as tf from "@tensorflow/tfjs";
import { zipSync } from "fflate";
import h5wasm, { type File, type Group } from "h5wasm";
import { expect, it } from "vitest";
import { WeightsError } from "../errors.js";
import { GroupedConv2D } from "../layers/grouped-conv2d.js";
import { loadKerasWeights } from "./keras.js";

/** Two Conv2D of Keras, one of them grouped, a depthwise convolution, a normalization without scale and a head. */
function model(names?: readonly string[]): tf.LayersModel {
  const name = (index: number) => (names === undefined ? {} : { name: names[index]! });
  return tf.sequential({
    layers: [
      tf.layers.conv2d({ ...name(0), filters: 2, kernelSize: 1, inputShape: [3, 3, 1] }),
      tf.layers.depthwiseConv2d({ ...name(1), kernelSize: 2, useBias: false }),
      tf.layers.batchNormalization({ ...name(2), scale: false }),
      new GroupedConv2D({ ...name(3), filters: 4, kernelSize: 1, groups: 2, useBias: false }),
      tf.layers.flatten(),
      tf.layers.dense({ ...name(4), units: 2 }),
    ],
  });
}

const SHAPES = [
  [[1, 1, 1, 2], [2]],
  [[2, 2, 2, 1]],
  [[2], [2], [2]],
  [[1, 1, 1, 4]],
  [[16, 2], [2]],
] as const;

const sizeOf = (shape: readonly number[]) => shape.reduce((product, extent) => product * extent, 1);

/** Weight `w` of layer `l` begins with 100 l + 10 w. */
const numbers = (layer: number, weight: number, size: number) =>
  Float32Array.from({ length: size }, (_, index) => 100 * layer + 10 * weight + index);

async function drawn(draw: (file: File) => void): Promise<Uint8Array> {
  const { FS } = await h5wasm.ready;
  const path = `/${crypto.randomUUID()}.h5`;
  const file = new h5wasm.File(path, "w");
  draw(file);
  file.close();
  const bytes = FS.readFile(path);
  FS.unlink(path);
  return bytes;
}

interface Drawing {
  readonly data?: typeof numbers;
  readonly shapes?: readonly (readonly (readonly number[])[])[];
}

function drawKeras3(
  container: Group,
  names: readonly string[],
  { data = numbers, shapes = SHAPES }: Drawing = {},
): void {
  for (const [layer, weights] of shapes.entries()) {
    const vars = container.create_group(names[layer]!).create_group("vars");
    for (const [index, shape] of weights.entries()) {
      vars.create_dataset({ name: `${index}`, data: data(layer, index, sizeOf(shape)), shape: [...shape] });
    }
  }
}

/** Keras 3 names layers by class, whatever their names are in the model. */
const BY_CLASS = ["conv2d", "depthwise_conv2d", "batch_normalization", "conv2d_1", "dense"];
const OWN_NAMES = ["stem", "spatial", "norm", "mix", "head"];

const keras3 = (names: readonly string[], drawing: Drawing = {}, container = "layers") =>
  drawn((file) => drawKeras3(file.create_group(container), names, drawing));

function drawKeras2(root: Group): void {
  root.create_attribute("layer_names", ["a", "b", "c", "d", "flatten", "e"]);
  for (const [layer, name] of ["a", "b", "c", "d", "e"].entries()) {
    const group = root.create_group(name);
    const paths = SHAPES[layer]!.map((_, index) => `${name}/w${index}:0`);
    group.create_attribute("weight_names", paths);
    const inner = group.create_group(name);
    for (const [index, shape] of SHAPES[layer]!.entries()) {
      const data = numbers(layer, index, sizeOf(shape));
      inner.create_dataset({ name: `w${index}:0`, data, shape: [...shape] });
    }
  }
  root.create_group("flatten");
}

const files: Record<string, () => Promise<Uint8Array>> = {
  "Keras 3, .weights.h5": () => keras3(BY_CLASS),
  "Keras 2.13, .keras": () => keras3(BY_CLASS, {}, "_layer_checkpoint_dependencies"),
  "Keras 3, .keras": async () =>
    zipSync({ "config.json": new TextEncoder().encode("{}"), "model.weights.h5": await keras3(BY_CLASS) }),
  "Keras 2, weights": () => drawn(drawKeras2),
  "Keras 2, whole model": () => drawn((file) => drawKeras2(file.create_group("model_weights"))),
  "layers with the model's names": () => keras3(OWN_NAMES),
};

const expected = SHAPES.flatMap((weights, layer) =>
  weights.map((shape, index) => [shape, Array.from(numbers(layer, index, sizeOf(shape)))]),
);

it.each(Object.entries(files))("loads %s", async (_, file) => {
  const loaded = model(OWN_NAMES);
  await loadKerasWeights(loaded, await file());
  const found = loaded.layers.flatMap((layer) =>
    layer.getWeights().map((weight) => [weight.shape, Array.from(weight.dataSync())]),
  );
  expect(found).toEqual(expected);
});

const problemsOf = async (file: Uint8Array): Promise<string> => {
  const target = model();
  const before = target.getWeights().map((weight) => weight.dataSync().slice());
  const error = await loadKerasWeights(target, file).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(WeightsError);
  expect(target.getWeights().map((weight) => weight.dataSync())).toEqual(before);
  return (error as WeightsError).message;
};

it("says which weights do not fit, and changes nothing", async () => {
  const shapes = SHAPES.map((weights, layer) => (layer === 4 ? [[16, 3], [3]] : weights));
  const message = await problemsOf(await keras3(BY_CLASS, { shapes }));
  expect(message).toContain('"dense/vars/0": expected [16,2], found [16,3]');
  expect(message).toContain('"dense/vars/1": expected [2], found [3]');
});

it("says which layers are missing and left over", async () => {
  const message = await problemsOf(await keras3([...BY_CLASS.slice(0, 4), "prelu"]));
  expect(message).toContain('"dense/0" is missing; expected [16,2]');
  expect(message).toContain('"prelu" has no place in the model');
});

it("says which weights a layer has too many", async () => {
  const shapes = SHAPES.map((weights, layer) => (layer === 1 ? [...weights, [2]] : weights));
  expect(await problemsOf(await keras3(BY_CLASS, { shapes }))).toMatch(
    /"depthwise_conv2d\/vars\/1" has no place in layer "depthwise_.*" \(DepthwiseConv2D\)/,
  );
});

it("says which weights are no numbers", async () => {
  const data: typeof numbers = (layer, weight, size) =>
    layer === 2 ? new Float32Array(size).fill(Number.NaN) : numbers(layer, weight, size);
  expect(await problemsOf(await keras3(BY_CLASS, { data }))).toContain(
    '"batch_normalization/vars/0": 2 of 2 numbers are not finite',
  );
});

it.each([
  ["no HDF5 file", async () => new Uint8Array(100), "expected an HDF5 file, found other bytes"],
  ["another HDF5 file", () => drawn((file) => file.create_group("data")), "found another HDF5 file"],
  [
    "an archive without weights",
    async () => zipSync({ "a.txt": new Uint8Array(1) }),
    'expected "model.weights.h5"',
  ],
  ["a broken archive", async () => new Uint8Array([0x50, 0x4b, 3, 4, 0, 0]), "archive cannot be read"],
])("rejects %s", async (_, file, problem) => expect(await problemsOf(await file())).toContain(problem));

it("takes no memory for what an archive says of itself", async () => {
  const bytes = zipSync({ "model.weights.h5": new Uint8Array(1_000_000) }, { level: 9 });
  const failure = loadKerasWeights(model(), bytes);
  await expect(failure).rejects.toThrow(WeightsError);
  await expect(failure).rejects.toThrow(
    /"model\.weights\.h5" says to be 1000000 bytes, packed into \d{3,4}\./,
  );
});
