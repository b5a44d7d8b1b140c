import * as tf from "@tensorflow/tfjs";
import { expect, it } from "vitest";
import { joinConvAndPool, poolBeforeRelu } from "./rewrite-model.js";
import { trimPooledConvs } from "./trim-model.js";
import { walkModel } from "./walk-model.js";

const { conv2d, maxPooling2d, activation, flatten, dense, concatenate } = tf.layers;

const pooled = (x: tf.SymbolicTensor, name: string) =>
  maxPooling2d({ name, poolSize: 2 }).apply(
    conv2d({ filters: 2, kernelSize: 3, activation: "relu" }).apply(x),
  ) as tf.SymbolicTensor;
const conv = (x: tf.SymbolicTensor, options: Partial<Parameters<typeof conv2d>[0]>) =>
  conv2d({ filters: 2, kernelSize: 3, ...options }).apply(x) as tf.SymbolicTensor;
const classes = (...features: tf.SymbolicTensor[]) => {
  const flat = features.map((x) => flatten().apply(x) as tf.SymbolicTensor);
  return dense({ units: 2 }).apply(flat.length > 1 ? concatenate().apply(flat) : flat[0]!);
};

/** Height and width that a network leaves of a pooling of 15×15 called "pool", and those that its consumers see. */
function extents(behind: (pool: tf.SymbolicTensor) => ReturnType<typeof classes>) {
  const inputs = tf.input({ shape: [32, 32, 3] });
  const model = tf.model({ inputs, outputs: behind(pooled(inputs, "pool")) as tf.SymbolicTensor });
  const { steps } = trimPooledConvs(joinConvAndPool(poolBeforeRelu(walkModel(model, []))));
  const height = ([rows]: readonly number[]) => rows!;
  return {
    pool: height(steps.find(({ name }) => name === "pool")!.outputShape),
    seen: steps
      .filter(({ inputs: [input] }) => input === "pool/relu")
      .map(({ inputShapes: [shape] }) => height(shape!)),
  };
}

it("leaves out the row that the pooling behind the next convolution leaves out", () => {
  expect(extents((x) => classes(pooled(x, "next")))).toEqual({ pool: 14, seen: [14] });
});

it("looks through several pooled convolutions", () => {
  // 15 → 13 → 6 → 4 → 2 reads all of 6, and 6 reads 14; 15 → 13 → 6 → 5 → 1 of size 4 reads 4 of 5, so 5 of 6, so 12.
  const twice = extents((x) => classes(pooled(pooled(x, "second"), "third")));
  expect(twice.pool).toBe(14);
  const third = (x: tf.SymbolicTensor) =>
    maxPooling2d({ poolSize: 4 }).apply(conv(x, { kernelSize: 2 })) as tf.SymbolicTensor;
  expect(extents((x) => classes(third(pooled(x, "second")))).pool).toBe(12);
});

it("counts strides and dilation", () => {
  expect(extents((x) => classes(conv(x, { strides: 5 }))).pool).toBe(13);
  expect(extents((x) => classes(conv(x, { strides: 4, dilationRate: 1, kernelSize: 2 }))).pool).toBe(14);
  expect(extents((x) => classes(conv(x, { dilationRate: 2 }))).pool).toBe(15);
});

it("leaves what the consumer takes that takes most", () => {
  const both = (x: tf.SymbolicTensor) => classes(pooled(x, "next"), conv(x, { strides: 5 }));
  expect(extents(both)).toEqual({ pool: 14, seen: [14, 14] });
  const oneTakesAll = (x: tf.SymbolicTensor) => classes(pooled(x, "next"), x);
  expect(extents(oneTakesAll)).toEqual({ pool: 15, seen: [15, 15] });
});

it("looks through activations, which have the shape of what they take", () => {
  const softmax = (x: tf.SymbolicTensor) =>
    activation({ activation: "softmax" }).apply(x) as tf.SymbolicTensor;
  expect(extents((x) => classes(conv(softmax(x), { strides: 5 })))).toEqual({ pool: 13, seen: [13] });
  // The second reads all 15 rows of the pooling, so the activation gives 15, of which the convolution reads 13.
  const both = (x: tf.SymbolicTensor) => classes(conv(softmax(x), { strides: 5 }), x);
  expect(extents(both)).toEqual({ pool: 15, seen: [15, 15] });
});

it("leaves all to padding and to other layers", () => {
  expect(extents((x) => classes(conv(x, { strides: 5, padding: "same" }))).pool).toBe(15);
  expect(extents((x) => classes(x)).pool).toBe(15);
});
