import { readFileSync } from "node:fs";
import { createModel, OnnxBase, registerLayers, withHead } from "@imgcls/architectures";
import { expectAllClose, loadOnnx } from "@imgcls/test-utils";
import * as tf from "@tensorflow/tfjs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileInference } from "../compile-inference.js";
import { CompilerOptionsError } from "../errors.js";
import { exportOnnx } from "../export-onnx.js";
import { OnnxFileError } from "./errors.js";
import { type OnnxBase as BaseOfFile, externalFilesOf, onnxBaseOf } from "./onnx-base.js";

interface Golden {
  readonly side: number;
  readonly images: string;
  readonly features: string;
  readonly files: Readonly<Record<string, string>>;
  readonly classToken: string;
  readonly external: Readonly<Record<string, string>>;
}

const golden: Golden = JSON.parse(
  readFileSync(new URL("../../test/golden/onnx-bases.json", import.meta.url), "utf8"),
);
const bytesOf = (base64: string) => new Uint8Array(Buffer.from(base64, "base64"));
const images = { data: bytesOf(golden.images), shape: [2, golden.side, golden.side, 3] };
const expected = new Float32Array(bytesOf(golden.features).buffer);
const fileNamed = (name: string) => bytesOf(golden.files[name]!);

const IMAGENET = { scale: 1 / 255, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] };

let count = 0;
function modelOf({ graph, weights, features, height, width, channels }: BaseOfFile): tf.LayersModel {
  const input = tf.input({ shape: [height!, width!, channels] });
  count += 1;
  const weightShapes = weights.map(({ shape }) => [...shape]);
  const layer = new OnnxBase({ name: `base${count}`, graph, weightShapes, features });
  const model = tf.model({ inputs: input, outputs: layer.apply(input) as tf.SymbolicTensor });
  layer.setWeights(weights.map(({ shape, values }) => tf.tensor(values, [...shape])));
  return model;
}

const valuesOf = (model: tf.LayersModel) =>
  new Map(model.weights.map((weight) => [weight.originalName, weight.read().dataSync<"float32">()]));

async function featuresOf(base: BaseOfFile, preprocessing = IMAGENET as BaseOfFile["preprocessing"]) {
  const model = modelOf(base);
  const { bytes } = compileInference(model, {
    batchSize: 2,
    preprocessing: preprocessing!,
    weights: valuesOf(model),
  });
  const program = await loadOnnx(bytes);
  const { output } = await program.run({ images });
  await program.release();
  return output!;
}

describe("the features of an ONNX classifier", () => {
  it.each(Object.keys(golden.files))("are onnxruntime's, of the file %s", async (name) => {
    const base = onnxBaseOf(fileNamed(name));
    expect(base).toMatchObject({ features: 10, height: golden.side, width: golden.side, channels: 3 });
    expect(base.preprocessing).toBeUndefined();
    expectAllClose(await featuresOf(base), expected, 1e-5);
  });

  it("are there where the numbers are in another file", async () => {
    const bytes = bytesOf(golden.external["onnx-base.onnx"]!);
    expect(externalFilesOf(bytes)).toEqual(["base.onnx.data"]);
    const beside = bytesOf(golden.external["base.onnx.data"]!);
    const files = new Map([["base.onnx.data", beside]]);
    expectAllClose(await featuresOf(onnxBaseOf(bytes, files)), expected, 1e-5);
    expect(() => onnxBaseOf(bytes)).toThrow(
      'its numbers are in the file "base.onnx.data", which was not given',
    );
    const cut = new Map([["base.onnx.data", beside.subarray(0, 100)]]);
    expect(() => onnxBaseOf(bytes, cut)).toThrow('of "base.onnx.data", which has 100');
  });

  it("and a head are one exported file, which is a base again", async () => {
    const joined = withHead(modelOf(onnxBaseOf(fileNamed("fixed"))), { classes: 3, seed: 1 });
    const options = { preprocessing: IMAGENET, temperature: 2 };
    const unknown = { score: "energy", threshold: 0 } as const;
    const whole = await exportOnnx(joined, { ...options, unknown });
    const program = await loadOnnx(whole);
    const { probabilities, unknown_score } = await program.run({ images });
    await program.release();

    const [kernel, bias] = joined.layers.at(-1)!.getWeights() as [tf.Tensor2D, tf.Tensor1D];
    const logits = tf.tensor2d(expected, [2, 10]).matMul(kernel).add(bias);
    expectAllClose(probabilities!, tf.softmax(logits.div(2)).dataSync<"float32">(), 1e-5);
    expectAllClose(unknown_score!, logits.logSumExp(1).neg().dataSync<"float32">(), 1e-5);

    const again = onnxBaseOf(whole);
    expect(again.preprocessing).toEqual({ scale: 1 });
    expectAllClose(await featuresOf(again, again.preprocessing), expected, 1e-5);
    const half = onnxBaseOf(await exportOnnx(joined, { ...options, fp16: true }));
    // Its features are numbers of float16.
    expectAllClose(await featuresOf(half, half.preprocessing), expected, 1e-3);
    const bare = onnxBaseOf(await exportOnnx(joined, { ...options, includePreprocessing: false }));
    expect(bare.preprocessing).toEqual(IMAGENET);
    await expect(exportOnnx(joined, { ...options, opset: 17 })).rejects.toThrow(CompilerOptionsError);
  });

  it("survive saving as a LayersModel", async () => {
    registerLayers();
    const model = modelOf(onnxBaseOf(fileNamed("matmul")));
    // Texts of a configuration change between the spellings of JavaScript and Python on their way.
    const saved = JSON.parse(model.toJSON() as unknown as string) as never;
    const loaded = await tf.models.modelFromJSON({ modelTopology: saved });
    expect(loaded.layers.at(-1)!.getConfig()).toEqual(model.layers.at(-1)!.getConfig());
  });
});

describe("refuses", () => {
  it("what is no ONNX file", () => {
    for (const bytes of [new Uint8Array(), new Uint8Array(40), new TextEncoder().encode("<html>")]) {
      expect(() => onnxBaseOf(bytes)).toThrow(OnnxFileError);
    }
  });

  it("a transformer that was saved for one image", () => {
    expect(() => onnxBaseOf(bytesOf(golden.classToken))).toThrow(/saved for one image at a time.*any batch/);
  });

  it("a network without a fully connected layer at its end", async () => {
    const model = createModel("squeezenet1.1", { inputShape: [32, 32, 3], classes: 4 });
    const bytes = await exportOnnx(model, { preprocessing: IMAGENET, softmax: true });
    expect(() => onnxBaseOf(bytes)).toThrow(
      /expected a classifier that ends in a fully connected layer .* found the output "probabilities"/,
    );
  });
});

/** Everything that a reader can be led to: bytes changed, taken away, doubled. */
const damaged = fc
  .record({
    name: fc.constantFrom(...Object.keys(golden.files)),
    cut: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { freq: 4 }),
    changes: fc.array(fc.tuple(fc.nat(20_000), fc.integer({ min: 0, max: 255 })), { maxLength: 8 }),
    doubled: fc.option(fc.tuple(fc.nat(20_000), fc.nat(300)), { freq: 3 }),
  })
  .map(({ name, cut, changes, doubled }) => {
    let bytes = fileNamed(name);
    for (const [at, value] of changes) bytes[at % bytes.length] = value;
    if (doubled) {
      const [at, length] = doubled;
      const part = bytes.subarray(at % bytes.length, (at % bytes.length) + length);
      bytes = new Uint8Array(Buffer.concat([bytes.subarray(0, at % bytes.length), part, bytes]));
    }
    return cut === null ? bytes : bytes.slice(0, Math.floor(cut * bytes.length));
  });

function expectBaseOrRefusal(bytes: Uint8Array): void {
  try {
    const { features, weights, height, width } = onnxBaseOf(bytes);
    expect(features).toBeLessThanOrEqual(2 ** 20);
    expect((height ?? 0) + (width ?? 0)).toBeLessThanOrEqual(2 * 4096);
    for (const { shape, values } of weights) {
      expect(values).toHaveLength(shape.reduce((product, extent) => product * extent, 1));
      // No number that is not in the file.
      expect(values.byteLength).toBeLessThanOrEqual(bytes.length);
    }
  } catch (error) {
    if (!(error instanceof OnnxFileError)) throw error;
  }
}

it("a damaged file gives a base or a refusal", () => {
  fc.assert(fc.property(damaged, expectBaseOrRefusal), { numRuns: 500 });
});

it("any bytes give a refusal", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), expectBaseOrRefusal), { numRuns: 300 });
});

it("lengths that lie and deep nesting end soon", () => {
  // A graph (field 7) within a graph within …, each with its length in four bytes.
  const depth = 100_000;
  const nested = new Uint8Array(5 * depth);
  for (let at = 0; at < nested.length; at += 5) {
    const length = nested.length - at - 5;
    nested.set([0x3a, ...[0, 7, 14].map((shift) => ((length >> shift) & 0x7f) | 0x80), length >> 21], at);
  }
  const fourGigabytes = Uint8Array.of(0x3a, 0xff, 0xff, 0xff, 0xff, 0x0f, 1, 2, 3);
  for (const bytes of [nested, fourGigabytes]) expect(() => onnxBaseOf(bytes)).toThrow(OnnxFileError);
});
