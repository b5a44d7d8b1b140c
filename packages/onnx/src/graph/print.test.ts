import * as tf from "@tensorflow/tfjs";
import { expect, it } from "vitest";
import { testModel } from "../../test/test-model.js";
import { inferenceGraph } from "../compile-inference.js";
import { trainingGraph } from "../compile-training-step.js";
import { Graph } from "./graph.js";
import { int64s } from "./ops/movement.js";
import { printGraph } from "./print.js";

const tinyModel = () =>
  testModel(
    [2, 2, 1],
    [
      tf.layers.flatten({ name: "flatten" }),
      tf.layers.dense({ units: 3, activation: "softmax", name: "dense" }),
    ],
  );
const options = { batchSize: 2, preprocessing: { scale: 0.5 } };

it("prints an inference graph, a line for each node", () => {
  expect(printGraph(inferenceGraph(tinyModel(), options).graph)).toMatchInlineSnapshot(`
    "input  images: uint8[2,2,2,1]
    input  dense/kernel: float32[4,3]
    input  dense/bias: float32[3]
    # preprocessing
    reshape_5: uint8[2,1,2,2] = Reshape(images, {2, 1, 2, 2})
    dequantizelinear_6: float32[2,1,2,2] = DequantizeLinear(reshape_5, {0.5}, {0})
    # flatten
    reshape_7: float32[2,4] = Reshape(dequantizelinear_6, {2, 4})
    # dense
    gemm_8: float32[2,3] = Gemm(reshape_7, dense/kernel, dense/bias, transA=0, transB=0)
    output: float32[2,3] = Softmax(gemm_8, axis=1)
    output output: float32[2,3]"
  `);
});

it("prints a whole training step: forward, loss, gradients, update", () => {
  const { graph } = trainingGraph(tinyModel(), {
    ...options,
    loss: { type: "sparseCategoricalCrossentropy" },
    optimizer: { type: "sgd", learningRate: 0.25, momentum: 0.5 },
  });
  expect(printGraph(graph)).toMatchInlineSnapshot(`
    "input  images: uint8[2,2,2,1]
    input  labels: int32[2]
    input  dense/kernel: float32[4,3]
    input  dense/bias: float32[3]
    input  dense/kernel/velocity: float32[4,3]
    input  learning_rate: float32[]
    input  dense/bias/velocity: float32[3]
    # preprocessing
    reshape_10: uint8[2,1,2,2] = Reshape(images, {2, 1, 2, 2})
    dequantizelinear_11: float32[2,1,2,2] = DequantizeLinear(reshape_10, {0.5}, {0})
    # flatten
    reshape_12: float32[2,4] = Reshape(dequantizelinear_11, {2, 4})
    # dense
    gemm_13: float32[2,3] = Gemm(reshape_12, dense/kernel, dense/bias, transA=0, transB=0)
    # loss
    reshape_14: int32[2,1] = Reshape(labels, {2, 1})
    equal_15: bool[2,3] = Equal(reshape_14, {0, 1, 2})
    cast_16: float32[2,3] = Cast(equal_15, to=1)
    logsoftmax_17: float32[2,3] = LogSoftmax(gemm_13, axis=1)
    mul_18: float32[2,3] = Mul(logsoftmax_17, cast_16)
    reducesum_19: float32[2] = ReduceSum(mul_18, {1}, keepdims=0)
    mul_20: float32[2] = Mul(reducesum_19, {-1})
    reducesum_21: float32[] = ReduceSum(mul_20, {0}, keepdims=0)
    loss: float32[] = Mul(reducesum_21, {0.5})
    # metrics
    argmax_23: int64[2] = ArgMax(gemm_13, axis=1, keepdims=0)
    cast_24: int32[2] = Cast(argmax_23, to=6)
    equal_25: bool[2] = Equal(cast_24, labels)
    cast_26: float32[2] = Cast(equal_25, to=1)
    correct: float32[] = ReduceSum(cast_26, {0}, keepdims=0)
    # loss gradient
    exp_28: float32[2,3] = Exp(logsoftmax_17)
    sub_29: float32[2,3] = Sub(exp_28, cast_16)
    mul_30: float32[2,3] = Mul(sub_29, {0.5})
    # dense gradient
    gemm_31: float32[4,3] = Gemm(reshape_12, mul_30, transA=1, transB=0)
    reducesum_32: float32[3] = ReduceSum(mul_30, {0}, keepdims=0)
    # dense update
    mul_33: float32[4,3] = Mul(dense/kernel/velocity, {0.5})
    dense/kernel/velocity/next: float32[4,3] = Add(mul_33, gemm_31)
    mul_35: float32[4,3] = Mul(dense/kernel/velocity/next, learning_rate)
    dense/kernel/next: float32[4,3] = Sub(dense/kernel, mul_35)
    mul_37: float32[3] = Mul(dense/bias/velocity, {0.5})
    dense/bias/velocity/next: float32[3] = Add(mul_37, reducesum_32)
    mul_39: float32[3] = Mul(dense/bias/velocity/next, learning_rate)
    dense/bias/next: float32[3] = Sub(dense/bias, mul_39)
    output correct: float32[]
    output loss: float32[]
    output dense/kernel/next: float32[4,3]
    output dense/kernel/velocity/next: float32[4,3]
    output dense/bias/next: float32[3]
    output dense/bias/velocity/next: float32[3]"
  `);
});

it("prints long constants by name and attributes of every type", () => {
  const graph = new Graph();
  const x = graph.input("x", "float32", [9]);
  const table = graph.constant(new Float32Array(9), [9]);
  const y = graph.emit("Example", [x, table, int64s(graph, [1, 2])], x, {
    int: { int: 3 },
    float: { float: 0.5 },
    ints: { ints: [1, 2] },
    string: { string: "SAME" },
  });
  graph.output("y", y);
  expect(printGraph(graph)).toMatchInlineSnapshot(`
    "input  x: float32[9]
    const  const_1: float32[9]
    y: float32[9] = Example(x, const_1, {1, 2}, int=3, float=0.5, ints=[1,2], string="SAME")
    output y: float32[9]"
  `);
});
