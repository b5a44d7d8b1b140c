import { integratedGradients, normalized, occlusion } from "@imgcls/evaluation";
import { type Inspector, onnxEngine, tfjsEngine } from "@imgcls/training";
import * as tf from "@tensorflow/tfjs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import golden from "../../evaluation/test/golden/inside.json" with { type: "json" };
import { type ModelInspector, openInspector } from "../src/index.js";

const { size } = golden;
const inputShape = [size, size, 3] as const;
const image = Uint8Array.from(golden.image);
const classNames = ["cat", "dog", "bird", "frog"];
const preprocessing = { scale: 1 / 255 };

/** The network of `packages/evaluation/test/golden/make-inside.py`. */
function goldenModel(): tf.LayersModel {
  const conv = { kernelSize: 3, activation: "relu" } as const;
  const model = tf.sequential({
    layers: [
      tf.layers.conv2d({ ...conv, name: "first", filters: 6, padding: "same", inputShape: [...inputShape] }),
      tf.layers.maxPooling2d({ name: "pool", poolSize: 2 }),
      tf.layers.conv2d({ ...conv, name: "second", filters: 8 }),
      tf.layers.flatten({ name: "flat" }),
      tf.layers.dense({ name: "hidden", units: 12, activation: "relu" }),
      tf.layers.dense({ name: "scores", units: 4, activation: "softmax" }),
    ],
  });
  const weights = golden.weights as Record<string, number[]>;
  model.setWeights(
    model.weights.map(({ originalName, shape }) => tf.tensor(weights[originalName]!, shape as number[])),
  );
  return model;
}

let inspector: ModelInspector;
beforeAll(async () => {
  inspector = await openInspector({ model: goldenModel(), preprocessing, inputShape, classNames });
});
afterAll(() => inspector.dispose());

const expectMap = (actual: ArrayLike<number>, expected: readonly number[]) => {
  expect(actual.length).toBe(expected.length);
  for (const [i, value] of expected.entries()) expect(actual[i]).toBeCloseTo(value, 4);
};

describe("equals PyTorch's autograd", () => {
  const whole = (values: readonly number[]) => ({
    values: Float32Array.from(values),
    height: size,
    width: size,
  });

  it.each([
    ["grad-cam", golden.gradCam],
    ["grad-cam++", golden.gradCamPlusPlus],
    ["layercam", golden.layerCam],
  ] as const)("in the map of %s", async (method, expected) => {
    const { map, layer, className } = await inspector.explain(image, { method, class: golden.class });
    expect([layer, className, map.height, map.width]).toEqual(["second", "cat", 4, 4]);
    expectMap(map.values, expected);
  });

  it("in saliency", async () => {
    const greatest = Array.from({ length: size * size }, (_, i) =>
      Math.max(...golden.imageGradient.slice(3 * i, 3 * i + 3).map(Math.abs)),
    );
    const { map } = await inspector.explain(image, { method: "saliency", class: golden.class });
    expectMap(map.values, [...normalized(whole(greatest), 0.99).values]);
  });

  it("in feature maps", async () => {
    const [output] = await inspector.outputs(image, ["second"]);
    expect(output!.shape).toEqual(golden.layerShape);
    expectMap(output!.values, golden.activations);
  });
});

describe("the engine's inspector", () => {
  let inspector: Inspector;
  const classWeights = (count: number) =>
    Float32Array.from({ length: count * 4 }, (_, i) => Number(i % 4 === golden.class));
  beforeAll(async () => {
    inspector = await onnxEngine().createInspector!(goldenModel(), { preprocessing, batchSize: 3 });
  });
  afterAll(() => inspector.dispose());

  it("gives PyTorch's integrated gradients", async () => {
    const gradientsOf = async (images: Float32Array, count: number) => {
      const request = { imageGradient: true, classWeights: classWeights(count) };
      return (await inspector.inspect(images, count, request)).imageGradient;
    };
    const attribution = await integratedGradients(gradientsOf, image, { steps: golden.integratedSteps });
    expectMap(attribution, golden.integratedGradients);
  });

  it("gives PyTorch's falls of the score by occlusion", async () => {
    const scoresOf = async (images: Float32Array, count: number) =>
      (await inspector.inspect(images, count, {})).scores.filter((_, i) => i % 4 === golden.class);
    const options = { size: golden.occlusionWindow, stride: golden.occlusionStride };
    expectMap((await occlusion(scoresOf, image, inputShape, options)).values, golden.occlusion);
  });
});

it("brings every method to 0..1 in the image's size", async () => {
  for (const method of ["integrated-gradients", "smoothgrad", "occlusion"] as const) {
    const { map } = await inspector.explain(image, { method, class: "cat" });
    expect([map.height, map.width, Math.max(...map.values)]).toEqual([size, size, 1]);
    expect(Math.min(...map.values)).toBeGreaterThanOrEqual(0);
  }
});

it("explains the most likely class where none is named", async () => {
  const scores = await inspector.scores(image);
  const { class: index } = await inspector.explain(image, { method: "saliency" });
  expect(index).toBe(scores.indexOf(Math.max(...scores)));
});

it("has the filters of the first convolution", () => {
  expect(inspector.filters).toMatchObject({ layer: "first", shape: [3, 3, 3, 6] });
  expectMap(inspector.filters!.kernel, golden.weights["first/kernel"]);
});

it("explains both classes of a model with one output, the one by the opposite of the other", async () => {
  const model = tf.sequential({
    layers: [
      tf.layers.conv2d({
        name: "conv",
        filters: 2,
        kernelSize: 3,
        inputShape: [6, 6, 1],
        kernelInitializer: "ones",
      }),
      tf.layers.globalAveragePooling2d({}),
      tf.layers.dense({ units: 1, activation: "sigmoid", kernelInitializer: "ones" }),
    ],
  });
  const single = await openInspector({
    model,
    preprocessing,
    inputShape: [6, 6, 1],
    classNames: ["no", "yes"],
  });
  const pixels = new Uint8Array(36).fill(200);
  const [no, yes] = await single.scores(pixels);
  expect(yes).toBeGreaterThan(0);
  expect(no).toBe(-yes!);
  const speaks = async (name: string) =>
    Math.max(...(await single.explain(pixels, { class: name })).map.values);
  expect([await speaks("no"), await speaks("yes")]).toEqual([0, 1]);
  await single.dispose();
});

describe("refuses, by name,", () => {
  it.each([
    [{ layer: "secnd" }, /unknown layer "secnd". Did you mean "second"\?/],
    [
      { layer: "flat" },
      /layer "flat" puts out \[128\]; this method needs one with feature maps: first\/linear, first, pool/,
    ],
    [{ class: "dgo" }, /unknown class "dgo". Did you mean "dog"\?/],
    [{ class: 4 }, /expected a class from 0 to 3, received 4/],
    [{ method: "gradcam" as "grad-cam" }, /unknown method "gradcam". Did you mean "grad-cam"\?/],
  ])("%o", async (options, message) => {
    await expect(inspector.explain(image, options)).rejects.toThrow(message);
  });

  it("an engine that cannot look inside", async () => {
    const subject = { model: goldenModel(), preprocessing, inputShape, classNames };
    await expect(openInspector(subject, { engine: async () => tfjsEngine() })).rejects.toThrow(
      '[imgcls/runs] inspect: the engine "tfjs" cannot look inside a model: use "onnx".',
    );
  });
});
