import { expectAllClose, loadOnnx, type RuntimeTensor } from "@imgcls/test-utils";
import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { setWeights, testBatch, testModel, weightsOf } from "../test/test-model.js";
import { toInput } from "../test/tfjs-oracle.js";
import { inferenceGraph } from "./compile-inference.js";
import { type ExportOptions, exportOnnx } from "./export-onnx.js";
import { readOnnxFile } from "./inlined/onnx-file.js";
import type { Preprocessing } from "./types.js";

const SHAPE = [6, 5, 3];
const PREPROCESSING = { scale: 1 / 255, mean: [0.5, 0.4, 0.3], std: [0.25, 0.5, 1] };

/** Every kind of layer whose shape or weights an export has to treat with care. */
function model(activation: "softmax" | "linear" | "sigmoid" = "softmax"): tf.LayersModel {
  const built = testModel(SHAPE, [
    tf.layers.conv2d({ filters: 4, kernelSize: 3, padding: "same", useBias: false, name: "conv" }),
    tf.layers.batchNormalization({ name: "norm" }),
    tf.layers.reLU({ name: "relu" }),
    tf.layers.dropout({ rate: 0.5, name: "drop" }),
    tf.layers.depthwiseConv2d({ kernelSize: 2, name: "depthwise" }),
    tf.layers.batchNormalization({ name: "norm_2", scale: false }),
    tf.layers.averagePooling2d({ poolSize: 2, padding: "same", name: "pool" }),
    tf.layers.flatten({ name: "flatten" }),
    tf.layers.dense({ units: 6, activation: "tanh", name: "dense" }),
    tf.layers.batchNormalization({ name: "norm_3" }),
    tf.layers.dense({ units: 4, activation, name: "end" }),
  ]);
  const drawn = weightsOf(built);
  setWeights(built, (index) => {
    const name = built.weights[index]!.originalName;
    const values = drawn.get(name)!;
    return name.endsWith("variance") ? values.map((value) => 0.5 + Math.abs(value)) : values;
  });
  return built;
}

async function run(bytes: Uint8Array, inputs: Record<string, RuntimeTensor>) {
  const program = await loadOnnx(bytes);
  const results = await program.run(inputs);
  await program.release();
  return results;
}

/** What the model predicts for a batch, and the batch in both forms. */
function predicted(of: tf.LayersModel, size: number, preprocessing: Preprocessing = PREPROCESSING) {
  const { images } = testBatch(SHAPE, 4, size);
  return tf.tidy(() => {
    const input = toInput(images, SHAPE, preprocessing);
    const channelsFirst = input.transpose([0, 3, 1, 2]).dataSync<"float32">();
    const outputs = of.predict(input) as tf.Tensor;
    return {
      images: { data: images, shape: [size, ...SHAPE] },
      floats: { data: Float32Array.from(images), shape: [size, ...SHAPE] },
      input: { data: channelsFirst, shape: [size, 3, 6, 5] },
      outputs: outputs.dataSync<"float32">(),
      softmax: tf.softmax(outputs).dataSync<"float32">(),
    };
  });
}

const exported = (of: tf.LayersModel, options: Partial<ExportOptions> = {}) =>
  exportOnnx(of, { preprocessing: PREPROCESSING, ...options });

describe("an exported model gives the model's probabilities", () => {
  it.each([1, 2, 7])("for %d images at once", async (size) => {
    const trained = model();
    const { images, outputs } = predicted(trained, size);
    const { probabilities } = await run(await exported(trained), { images });
    expectAllClose(probabilities!, outputs, 1e-5);
  });

  it.each([13, 15, 17, 18, 19, 21])("with the operators of opset %d", async (opset) => {
    const trained = model();
    const { images, outputs } = predicted(trained, 2);
    const { probabilities } = await run(await exported(trained, { opset }), { images });
    expectAllClose(probabilities!, outputs, 1e-5);
  });

  it("from images in float32", async () => {
    const trained = model();
    const { floats, outputs } = predicted(trained, 2);
    const bytes = await exported(trained, { imageType: "float32" });
    expectAllClose((await run(bytes, { images: floats })).probabilities!, outputs, 1e-5);
  });

  it("from pre-processed maps, channels first", async () => {
    const trained = model();
    const { input, outputs } = predicted(trained, 3);
    const bytes = await exported(trained, { includePreprocessing: false });
    expectAllClose((await run(bytes, { input })).probabilities!, outputs, 1e-5);
  });

  it("for a fixed batch, and refuses others", async () => {
    const trained = model();
    const { images, outputs } = predicted(trained, 3);
    const bytes = await exported(trained, { dynamicBatch: false, batchSize: 3 });
    expectAllClose((await run(bytes, { images })).probabilities!, outputs, 1e-5);
    await expect(run(bytes, { images: predicted(trained, 2).images })).rejects.toThrow();
  });

  it("in float16 to three digits, in half the bytes", async () => {
    const trained = model();
    const { images, outputs } = predicted(trained, 3);
    const bytes = await exported(trained, { fp16: true });
    expectAllClose((await run(bytes, { images })).probabilities!, outputs, 2e-3);
  });
});

describe("zeros around maps that may be negative take part in the pooling behind them", () => {
  const poolings = { max: tf.layers.maxPooling2d, average: tf.layers.averagePooling2d };
  const cases = [
    { padding: 1, poolSize: 3, strides: 2 },
    { padding: 1, poolSize: 2, strides: 2 },
    { padding: 2, poolSize: 2, strides: 2 },
    { padding: 3, poolSize: 2, strides: 1 },
  ];
  it.each(
    cases.flatMap((sizes) =>
      (["max", "average"] as const).flatMap((kind) =>
        [false, true].map((fp16) => ({ ...sizes, kind, fp16 })),
      ),
    ),
  )("$kind pooling, padding $padding, size $poolSize, float16 $fp16", async (options) => {
    const { padding, poolSize, strides, kind, fp16 } = options;
    // Every pixel of 0..255 comes out below zero, so that a padded zero is the largest of its window.
    const preprocessing = { scale: 1 / 255, mean: [1, 1, 1.5], std: [0.25, 0.5, 1] };
    const trained = testModel(SHAPE, [
      tf.layers.zeroPadding2d({ padding, name: "border" }),
      poolings[kind]({ poolSize, strides, name: "pool" }),
      tf.layers.flatten({ name: "flatten" }),
      tf.layers.dense({ units: 4, activation: "softmax", name: "end" }),
    ]);
    const { images, outputs } = predicted(trained, 2, preprocessing);
    const bytes = await exportOnnx(trained, { preprocessing, fp16 });
    const { probabilities } = await run(bytes, { images });
    expectAllClose(probabilities!, outputs, fp16 ? 4e-3 : 1e-5);
  });
});

describe("the end of the graph", () => {
  it("of a model that puts out logits gets a softmax", async () => {
    const trained = model("linear");
    const { images, softmax } = predicted(trained, 2);
    expectAllClose((await run(await exported(trained), { images })).probabilities!, softmax, 1e-5);
  });

  it("are the logits, if they are asked for", async () => {
    const [withSoftmax, withoutSoftmax] = [model("softmax"), model("linear")];
    const { images, outputs } = predicted(withoutSoftmax, 2);
    for (const trained of [withSoftmax, withoutSoftmax]) {
      const { logits } = await run(await exported(trained, { softmax: false }), { images });
      expectAllClose(logits!, outputs, 1e-5);
    }
  });

  it("stays a sigmoid", async () => {
    const trained = model("sigmoid");
    const { images, outputs } = predicted(trained, 2);
    expectAllClose((await run(await exported(trained), { images })).probabilities!, outputs, 1e-5);
  });
});

describe("one unit for two classes", () => {
  const single = (activation: "sigmoid" | "linear") =>
    testModel(SHAPE, [
      tf.layers.flatten({ name: "flatten" }),
      tf.layers.dense({ units: 1, activation, name: "end" }),
    ]);

  it.each([
    ["sigmoid", false],
    ["linear", false],
    ["sigmoid", true],
  ] as const)("%s gives the probabilities of both, float16 %s", async (activation, fp16) => {
    const { images, outputs } = predicted(single(activation), 3);
    const bytes = await exported(single(activation), { classNames: ["no", "yes"], fp16 });
    const expected = [...outputs].flatMap((output) => {
      const p = activation === "sigmoid" ? output : 1 / (1 + Math.exp(-output));
      return [1 - p, p];
    });
    expectAllClose((await run(bytes, { images })).probabilities!, expected, fp16 ? 2e-3 : 1e-5);
  });

  it("gives what the model puts out, if logits are asked for", async () => {
    const { images, outputs } = predicted(single("linear"), 3);
    const { logits } = await run(await exported(single("linear"), { softmax: false }), { images });
    expectAllClose(logits!, outputs, 1e-5);
  });
});

it("a model of free input size is exported for the size of the images", async () => {
  const any = tf.input({ shape: [null as unknown as number, null as unknown as number, 3] });
  const maps = tf.layers.conv2d({ filters: 4, kernelSize: 3, padding: "same" }).apply(any);
  const pooled = tf.layers.globalAveragePooling2d({}).apply(maps);
  const outputs = tf.layers.dense({ units: 3, activation: "softmax" }).apply(pooled) as tf.SymbolicTensor;
  const free = tf.model({ inputs: any, outputs });
  const wanted = predicted(free, 2);
  const bytes = await exported(free, { inputShape: SHAPE });
  expectAllClose((await run(bytes, { images: wanted.images })).probabilities!, wanted.outputs, 1e-5);
  expect(new TextDecoder().decode(bytes)).toContain('"height":6,"width":5,"channels":3');
  await expect(exported(free)).rejects.toThrow("its input has a free size, [null, null, 3]");
});

it("carries class names and pre-processing", async () => {
  const bytes = await exported(model(), { classNames: ["left", "right", "up", "dröwn"], fit: "cover" });
  const text = new TextDecoder().decode(bytes);
  expect(text).toContain('["left","right","up","dröwn"]');
  expect(text).toContain(JSON.stringify({ ...PREPROCESSING, included: true }));
  expect(text).toContain('"resize":"bilinear","antialias":true,"fit":"cover"}');
  expect(text).toContain(
    '{"layout":"NHWC","type":"uint8","range":[0,255],"height":6,"width":5,"channels":3}',
  );
});

it("moves batch normalization into the convolutions", () => {
  const trained = model();
  const { graph } = inferenceGraph(trained, {
    batchSize: 1,
    preprocessing: { scale: 1 / 255 },
    weights: weightsOf(trained),
  });
  const convolutions = graph.nodes.filter(({ scope }) => /^(conv|norm|depthwise|norm_2)$/.test(scope));
  expect(convolutions.map(({ op }) => op)).toEqual(["Conv", "Conv"]);
  expect(graph.inputs.map(({ name }) => name)).toEqual(["images"]);
});

it("says which weights are not finite", async () => {
  const trained = model();
  setWeights(trained, (index, shape) =>
    new Float32Array(tf.util.sizeFromShape([...shape])).fill(index === 1 ? Number.NaN : 1),
  );
  const { originalName } = trained.weights[1]!;
  await expect(exported(trained)).rejects.toThrow(`found NaN or infinity in ${originalName}`);
});

it("says all that is wrong with its options", async () => {
  await expect(exported(model(), { opset: 9, classNames: ["one"] })).rejects.toThrow(
    'exportOnnx: expected exportOnnx.opset to be an integer from 13 to 21, received 9; expected exportOnnx.classNames to be a list of 4 texts, one a class, received ["one"].',
  );
});

it("writes down how pictures become its input", async () => {
  const bytes = await exported(model(), { fit: "cover", classNames: ["a", "b", "c", "d"] });
  const { metadata } = readOnnxFile(bytes);
  expect(JSON.parse(metadata.get("input")!)).toEqual({
    ...{ layout: "NHWC", type: "uint8", range: [0, 255] },
    ...{ height: 6, width: 5, channels: 3 },
  });
  expect(JSON.parse(metadata.get("picture")!)).toMatchObject({ resize: "bilinear", fit: "cover" });
  expect(JSON.parse(metadata.get("preprocessing")!)).toEqual({ ...PREPROCESSING, included: true });
  expect(JSON.parse(metadata.get("classNames")!)).toEqual(["a", "b", "c", "d"]);
  await expect(exported(model(), { fit: "crop" as "cover" })).rejects.toThrow("fit");
});
