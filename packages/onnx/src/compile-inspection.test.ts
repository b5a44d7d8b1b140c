import { expectAllClose, loadOnnx, type RuntimeTensor } from "@imgcls/test-utils";
import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { type Architecture, lengthOf, testModel, weightsOf } from "../test/test-model.js";
import { compileInspection, inspectionPoints } from "./compile-inspection.js";
import { CompilerOptionsError } from "./errors.js";
import type { InspectionOptions } from "./types.js";

const SHAPE = [9, 8, 3] as const;
const BATCH = 2;
const PREPROCESSING = { scale: 1 / 255, mean: [0.4, 0.5, 0.6], std: [0.2, 0.25, 0.3] };
const { conv2d, dense, maxPooling2d, globalAveragePooling2d } = tf.layers;

const ARCHITECTURES: Readonly<Record<string, Architecture>> = {
  "convolutions with activations, pooling, softmax": [
    conv2d({ name: "first", filters: 4, kernelSize: 3, activation: "relu" }),
    maxPooling2d({ name: "pool", poolSize: 2 }),
    conv2d({ name: "second", filters: 5, kernelSize: 2, padding: "same", activation: "tanh" }),
    tf.layers.flatten({ name: "flat" }),
    tf.layers.dropout({ name: "drop", rate: 0.5 }),
    dense({ name: "classes", units: 4, activation: "softmax" }),
  ],
  "a residual block with batch normalization, logits": (image) => {
    const apply = (layer: tf.layers.Layer, input: tf.SymbolicTensor | tf.SymbolicTensor[]) =>
      layer.apply(input) as tf.SymbolicTensor;
    const first = apply(conv2d({ name: "first", filters: 4, kernelSize: 3, padding: "same" }), image);
    const normal = apply(tf.layers.batchNormalization({ name: "normal" }), first);
    const second = apply(tf.layers.reLU({ name: "second" }), normal);
    const sum = apply(tf.layers.add({ name: "sum" }), [first, second]);
    const pool = apply(tf.layers.zeroPadding2d({ name: "pad", padding: 1 }), sum);
    const pooled = apply(maxPooling2d({ name: "pool", poolSize: 3, strides: 2 }), pool);
    const mean = apply(globalAveragePooling2d({ name: "mean" }), pooled);
    return apply(dense({ name: "classes", units: 4 }), mean);
  },
};

/** Pixels that are no whole numbers. */
const pixels = Float32Array.from(
  { length: BATCH * lengthOf(SHAPE) },
  (_, i) => 127.5 + 120 * Math.sin(i * 1.7),
);
const classWeights = Float32Array.of(0, 1, 0, 0, 0.5, 0, -1, 0);

const preprocessed = (images: tf.Tensor) =>
  images.mul(PREPROCESSING.scale).sub(PREPROCESSING.mean).div(PREPROCESSING.std);

async function inspect(model: tf.LayersModel, options: Partial<InspectionOptions>, images = pixels) {
  const compiled = compileInspection(model, { batchSize: BATCH, preprocessing: PREPROCESSING, ...options });
  const program = await loadOnnx(compiled.bytes);
  const weights = weightsOf(model);
  const feeds: Record<string, RuntimeTensor> = {
    [compiled.images.name]: { data: images, shape: compiled.images.shape },
  };
  const { classWeights: spec } = compiled;
  if (spec) feeds[spec.name] = { data: classWeights, shape: spec.shape };
  for (const { name, input, shape, pack } of compiled.variables) {
    feeds[input] = { data: pack(weights.get(name)!), shape };
  }
  const results = await program.run(feeds);
  await program.release();
  return { compiled, results };
}

describe.each(Object.entries(ARCHITECTURES))("%s", (_, architecture) => {
  // Layers of a list belong to one model.
  const model = testModel(SHAPE, architecture);
  const scores = scoresOf(model);
  const points = inspectionPoints(model);
  /** Of layers whose activation is theirs, TensorFlow.js has no tensor before it. */
  const layers = points.filter(({ name }) => !name.endsWith("/linear")).map(({ name }) => name);
  const layerOutputs = layers.map((name) => model.getLayer(name).output as tf.SymbolicTensor);

  it("gives what the layers of the LayersModel put out", async () => {
    const { compiled, results } = await inspect(model, { outputs: layers });
    const expected = tf.tidy(() => {
      const parts = tf.model({ inputs: model.inputs, outputs: layerOutputs });
      return [parts.predict(preprocessed(tf.tensor(pixels, [BATCH, ...SHAPE])))]
        .flat()
        .map((tensor) => tensor.dataSync());
    });
    for (const [i, name] of layers.entries()) {
      const { name: output, shape } = compiled.outputs.get(name)!;
      expect(shape.slice(1)).toEqual(layerOutputs[i]!.shape.slice(1));
      expectAllClose(results[output]!, expected[i]!, 1e-5, name);
    }
  });

  it("has TensorFlow.js's gradient by the pixels", async () => {
    const { compiled, results } = await inspect(model, { imageGradient: true });
    const expected = tf.tidy(() =>
      gradientOf(scores, (images) => preprocessed(images), tf.tensor(pixels, [BATCH, ...SHAPE])),
    );
    expectAllClose(results[compiled.imageGradient!.name]!, expected, 1e-4);
  });

  it("has TensorFlow.js's gradients by the layers from which on the model is a chain", async () => {
    const chain = model.layers.slice(model.layers.findLastIndex((layer) => isMerge(layer)) + 1);
    const names = chain
      .slice(0, -1)
      .map(({ name }) => name)
      .filter((name) => layers.includes(name));
    const { compiled, results } = await inspect(model, { outputs: names, gradients: names });
    for (const name of names) {
      const { name: output, shape } = compiled.outputs.get(name)!;
      const behind = chain.slice(chain.findIndex((layer) => layer.name === name) + 1);
      const last = scores.layers.at(-1)!;
      const expected = tf.tidy(() => {
        const run = (x: tf.Tensor) =>
          [...behind.slice(0, -1), last].reduce((y, layer) => layer.apply(y) as tf.Tensor, x);
        return gradientOf({ predict: run }, (x) => x, tf.tensor(results[output]!, [...shape]));
      });
      expectAllClose(results[compiled.gradients.get(name)!.name]!, expected, 1e-4, name);
    }
  });

  it("has gradients by the pixels that finite differences confirm", async () => {
    const { compiled, results } = await inspect(model, { imageGradient: true });
    const gradient = results[compiled.imageGradient!.name]!;
    const step = 0.5;
    const scoreAt = async (at: number, change: number) => {
      const moved = pixels.slice();
      moved[at]! += change;
      const { compiled, results } = await inspect(model, {}, moved);
      return results[compiled.scores.name]!.reduce((sum, score, i) => sum + score * classWeights[i]!, 0);
    };
    for (const at of [5, 100, 216 + 77, 216 + 150]) {
      const difference = ((await scoreAt(at, step)) - (await scoreAt(at, -step))) / (2 * step);
      expect(gradient[at]).toBeCloseTo(difference, 4);
    }
  });
});

const isMerge = (layer: tf.layers.Layer): boolean => layer.getClassName() === "Add";

/** The model without its last softmax. */
function scoresOf(model: tf.LayersModel): tf.LayersModel {
  const last = model.layers.at(-1)!;
  const scores = dense({ units: 4, name: "scores" });
  const outputs = scores.apply(last.getInputAt(0)) as tf.SymbolicTensor;
  scores.setWeights(last.getWeights());
  return tf.model({ inputs: model.inputs, outputs });
}

function gradientOf(
  part: { predict(x: tf.Tensor): tf.Tensor | tf.Tensor[] },
  prepare: (x: tf.Tensor) => tf.Tensor,
  at: tf.Tensor,
): Float32Array {
  const seeds = tf.tensor(classWeights, [BATCH, 4]);
  const gradient = tf.grad((x) => (part.predict(prepare(x)) as tf.Tensor).mul(seeds).sum());
  return gradient(at).dataSync() as Float32Array;
}

describe("before and after an activation", () => {
  const model = testModel(SHAPE, ARCHITECTURES["convolutions with activations, pooling, softmax"]!);

  it("has a point each, and the gradient before it is that behind it where relu lets it through", async () => {
    const names = ["first/linear", "first"];
    const { compiled, results } = await inspect(model, { outputs: names, gradients: names });
    const [before, after] = names.map((name) => results[compiled.outputs.get(name)!.name]!);
    const [ofBefore, ofAfter] = names.map((name) => results[compiled.gradients.get(name)!.name]!);
    expect(before!.some((x) => x < 0)).toBe(true);
    expect(after).toEqual(before!.map((x) => Math.max(0, x)));
    expect(ofBefore).toEqual(ofAfter!.map((g, i) => g * Number(before![i]! > 0)));
  });

  it("lists its points in the order of computation", () => {
    expect(inspectionPoints(model).map(({ name, shape }) => [name, shape])).toEqual([
      ["first/linear", [7, 6, 4]],
      ["first", [7, 6, 4]],
      ["pool", [3, 3, 4]],
      ["second/linear", [3, 3, 5]],
      ["second", [3, 3, 5]],
      ["flat", [45]],
      ["drop", [45]],
      ["classes/linear", [4]],
      ["classes", [4]],
    ]);
  });

  it("names a layer that is not there with the nearest, and one behind the scores", () => {
    const compile = (gradients: string[]) =>
      compileInspection(model, { batchSize: 1, preprocessing: PREPROCESSING, gradients });
    expect(() => compile(["frist", "classes"])).toThrow(CompilerOptionsError);
    expect(() => compile(["frist", "classes"])).toThrow(
      /unknown layer "frist". Did you mean "first"\? .*; "classes" only makes probabilities/,
    );
  });
});
