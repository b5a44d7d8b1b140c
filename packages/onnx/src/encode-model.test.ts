import { expectAllClose } from "@imgcls/test-utils";
import * as tf from "@tensorflow/tfjs";
import * as ort from "onnxruntime-node";
import { describe, expect, it } from "vitest";
import { testModel } from "../test/test-model.js";
import { compileInference } from "./compile-inference.js";
import { compileTrainingStep } from "./compile-training-step.js";
import { encodeModel } from "./encode-model.js";
import { InvalidGraphError } from "./errors.js";
import { Graph } from "./graph/graph.js";
import { add, cast, clip, dequantize, exp, hardSigmoid } from "./graph/ops/elementwise.js";
import { reshape, transpose } from "./graph/ops/movement.js";
import { softmax } from "./graph/ops/reduce.js";
import type { DataType, TensorSpec } from "./types.js";

const open = (bytes: Uint8Array) => ort.InferenceSession.create(bytes, { intraOpNumThreads: 1 });

/** What the runtime read: name, type and shape of its inputs or outputs. */
const described = (metadata: readonly ort.InferenceSession.ValueMetadata[]): TensorSpec[] =>
  metadata.map((value) => {
    if (!value.isTensor) throw new Error(`${value.name} is no tensor`);
    return { name: value.name, dtype: value.type as DataType, shape: value.shape as number[] };
  });

const float32 = (name: string, shape: readonly number[] = []): TensorSpec => ({
  name,
  dtype: "float32",
  shape,
});

const model = () =>
  testModel(
    [4, 5, 3],
    [
      tf.layers.conv2d({ filters: 2, kernelSize: 3, name: "conv" }),
      tf.layers.dropout({ rate: 0.5, name: "dropout" }),
      tf.layers.flatten({ name: "flatten" }),
      tf.layers.dense({ units: 3, activation: "softmax", name: "dense" }),
    ],
  );
const options = { batchSize: 2, preprocessing: { scale: 1 / 255 } };

describe("a runtime finds the inputs and outputs that the description promises", () => {
  it("of an inference graph", async () => {
    const compiled = compileInference(model(), options);
    const session = await open(compiled.bytes);
    expect(described(session.inputMetadata)).toEqual([
      compiled.images,
      float32("conv/kernel", [2, 3, 3, 3]),
      float32("conv/bias", [2]),
      float32("dense/kernel", [12, 3]),
      float32("dense/bias", [3]),
    ]);
    expect(compiled.variables.map(({ input, shape }) => float32(input, shape))).toEqual(
      described(session.inputMetadata).slice(1),
    );
    expect(described(session.outputMetadata)).toEqual([compiled.output]);
  });

  it("of a training step", async () => {
    const compiled = compileTrainingStep(model(), {
      ...options,
      loss: { type: "categoricalCrossentropy" },
      optimizer: { type: "adam", learningRate: 0.001 },
    });
    const session = await open(compiled.bytes);
    const variables = compiled.variables.map(({ input, shape }) => float32(input, shape));
    const randomBytes = compiled.randomBytes.map(({ layer, ...spec }) => spec);
    const promised = [
      compiled.images,
      compiled.labels,
      ...compiled.scalars.map(({ name }) => float32(name)),
      ...randomBytes,
      ...variables,
    ];
    expect(byName(described(session.inputMetadata))).toEqual(byName(promised));
    expect(byName(described(session.outputMetadata))).toEqual(
      byName([
        float32(compiled.outputs.loss),
        float32(compiled.outputs.correct),
        ...compiled.variables.map(({ output, shape }) => float32(output!, shape)),
      ]),
    );
  });
});

const byName = (specs: readonly TensorSpec[]) => [...specs].sort((a, b) => a.name.localeCompare(b.name));

describe("what is encoded arrives", () => {
  async function run(build: (graph: Graph) => void, feeds: Record<string, ort.Tensor> = {}) {
    const graph = new Graph();
    build(graph);
    return (await open(encodeModel(graph))).run(feeds);
  }

  it("constants of every type, with their shape", async () => {
    const results = await run((graph) => {
      graph.output("floats", graph.constant(Float32Array.of(0.1, -2.5e-30), [2, 1]));
      graph.output("bytes", graph.constant(Uint8Array.of(0, 255), [2]));
      graph.output("ints", graph.constant(Int32Array.of(-7), []));
      graph.output("longs", graph.constant(BigInt64Array.of(-(2n ** 40n)), [1]));
    });
    expect(results.floats).toMatchObject({ dims: [2, 1], data: Float32Array.of(0.1, -2.5e-30) });
    expect(results.bytes).toMatchObject({ dims: [2], data: Uint8Array.of(0, 255) });
    expect(results.ints).toMatchObject({ dims: [], data: Int32Array.of(-7) });
    expect(results.longs).toMatchObject({ dims: [1], data: BigInt64Array.of(-(2n ** 40n)) });
  });

  it("a constant that is a view into a larger buffer", async () => {
    const view = new Float32Array([9, 1, 2, 9]).subarray(1, 3);
    const results = await run((graph) => graph.output("y", graph.constant(view, [2])));
    expect(results.y?.data).toEqual(Float32Array.of(1, 2));
  });

  it("attributes of every type that is in use, negative numbers too", async () => {
    const x = new ort.Tensor("float32", Float32Array.of(-1, 0, 1, 2, 3, 4), [2, 3]);
    const results = await run(
      (graph) => {
        const input = graph.input("x", "float32", [2, 3]);
        graph.output("float", hardSigmoid(input, -0.25, 0.5));
        graph.output("ints", transpose(input, [1, 0]));
        graph.output("int", softmax(input, -1));
        graph.output("type", cast(input, "int32"));
      },
      { x },
    );
    expect(results.float?.data).toEqual(Float32Array.of(0.75, 0.5, 0.25, 0, 0, 0));
    expect(results.ints?.data).toEqual(Float32Array.of(-1, 2, 0, 3, 1, 4));
    expectAllClose(results.int!.data as Float32Array, softmaxOf([-1, 0, 1], [2, 3, 4]), 1e-6);
    expect(results.type).toMatchObject({ type: "int32", data: Int32Array.of(-1, 0, 1, 2, 3, 4) });
  });

  it("bytes clipped and converted in one pass", async () => {
    const x = new ort.Tensor("uint8", Uint8Array.of(0, 9, 10, 255), [4]);
    const results = await run(
      (graph) => graph.output("y", dequantize(clip(graph.input("x", "uint8", [4]), 9, 10), 0.5, 9)),
      { x },
    );
    expect(results.y?.data).toEqual(Float32Array.of(0, 0, 0.5, 0.5));
  });
});

/** Of each row, in double precision. */
const softmaxOf = (...rows: number[][]) =>
  Float32Array.from(
    rows.flatMap((row) => {
      const exponentials = row.map(Math.exp);
      const total = exponentials.reduce((sum, value) => sum + value, 0);
      return exponentials.map((value) => value / total);
    }),
  );

it("the same model gives the same bytes", () => {
  const [first, second] = [compileInference(model(), options), compileInference(model(), options)];
  expect(second.bytes).toEqual(first.bytes);
});

it("a graph that breaks a rule is never encoded", () => {
  const graph = new Graph();
  const x = graph.input("x", "float32", [2]);
  graph.output("y", add(x, 1));
  graph.within("lost", () => exp(reshape(x, [2])));
  expect(() => encodeModel(graph)).toThrow(InvalidGraphError);
  expect(() => encodeModel(graph)).toThrow(/nothing uses the result of Exp in "lost"/);
});
