import { expectAllClose } from "@imgcls/test-utils";
import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { batchLoss } from "./batch-loss.js";
import { toProbabilities } from "./to-probabilities.js";

const probabilities = { type: "categoricalCrossentropy" } as const;
const logits = { ...probabilities, fromLogits: true } as const;

it("sums −ln p of the labels and counts the hits", () => {
  const outputs = Float32Array.of(0.5, 0.25, 0.25, 0.125, 0.75, 0.125);
  const { lossSum, correct } = batchLoss(outputs, Int32Array.of(0, 2), probabilities);
  expect(lossSum).toBeCloseTo(Math.log(2) + Math.log(8), 6);
  expect(correct).toBe(1);
});

it("first makes outputs sum to one and keeps them within 1e-7 of 0 and 1, as Keras does", () => {
  expect(batchLoss(Float32Array.of(1, 3), Int32Array.of(0), probabilities).lossSum).toBeCloseTo(
    Math.log(4),
    6,
  );
  expect(batchLoss(Float32Array.of(0, 1), Int32Array.of(0), probabilities).lossSum).toBeCloseTo(
    -Math.log(1e-7),
    5,
  );
  expect(batchLoss(Float32Array.of(0, 1), Int32Array.of(1), probabilities).lossSum).toBeCloseTo(1e-7, 6);
});

it("takes logits of any size", () => {
  const { lossSum } = batchLoss(Float32Array.of(1000, 0, -1000), Int32Array.of(1), logits);
  expect(lossSum).toBeCloseTo(1000, 9);
});

it("equals TensorFlow.js on random outputs", () => {
  const values = tf.randomNormal([20, 7], 0, 3, "float32", 1);
  const labels = Int32Array.from({ length: 20 }, (_, i) => (i * 5) % 7);
  const expected = tf.losses.softmaxCrossEntropy(tf.oneHot(labels, 7), values).dataSync()[0]!;
  const outputs = values.dataSync<"float32">();
  expect(batchLoss(outputs, labels, logits).lossSum / 20).toBeCloseTo(expected, 5);
  const softmax = toProbabilities(outputs, 7, logits);
  expectAllClose(softmax, tf.softmax(values).dataSync(), 1e-6);
  expect(batchLoss(softmax, labels, probabilities).lossSum / 20).toBeCloseTo(expected, 5);
});

describe("one output is that of class 1", () => {
  const labels = Int32Array.of(1, 0, 1, 0);
  const raw = [2, 0.5, -0.25, -3];
  const targets = () => tf.tensor2d(labels, [4, 1], "float32");

  it("as a probability", () => {
    const p = Float32Array.from(raw, (x) => 1 / (1 + Math.exp(-x)));
    const outputs = () => tf.tensor2d(p, [4, 1]);
    const loss = { type: "binaryCrossentropy" } as const;
    const { lossSum, correct } = batchLoss(p, labels, loss);
    expect(lossSum / 4).toBeCloseTo(
      tf.metrics.binaryCrossentropy(targets(), outputs()).mean().dataSync()[0]!,
      5,
    );
    expect(correct).toBe(2);
    const squares = tf.losses.meanSquaredError(targets(), outputs()).dataSync()[0]!;
    expect(batchLoss(p, labels, { type: "meanSquaredError" }).lossSum / 4).toBeCloseTo(squares, 5);
    expectAllClose(
      toProbabilities(p, 1, loss),
      [...p].flatMap((one) => [1 - one, one]),
      1e-6,
    );
  });

  it("as a logit", () => {
    const logits = Float32Array.from(raw);
    const loss = { type: "binaryCrossentropy", fromLogits: true } as const;
    const { lossSum, correct } = batchLoss(logits, labels, loss);
    const expected = tf.losses.sigmoidCrossEntropy(targets(), tf.tensor2d(logits, [4, 1])).dataSync()[0]!;
    expect(lossSum / 4).toBeCloseTo(expected, 5);
    expect(correct).toBe(2);
    const p = raw.map((x) => 1 / (1 + Math.exp(-x)));
    expectAllClose(
      toProbabilities(logits, 1, loss),
      p.flatMap((one) => [1 - one, one]),
      1e-6,
    );
  });
});

it("leaves probabilities as they are", () => {
  const outputs = Float32Array.of(0.5, 0.5);
  expect(toProbabilities(outputs, 2, probabilities)).toBe(outputs);
});
