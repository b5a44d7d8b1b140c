import * as tf from "@tensorflow/tfjs";
import { expect, it } from "vitest";
import { createModel } from "../build-model.js";
import { eigenvectors } from "./eigenvectors.js";
import { whitenFirstLayer } from "./whitening.js";

it("finds the eigenvectors of a matrix with known ones", () => {
  // [[2, 1], [1, 2]] stretches the diagonals by 3 and 1; the third axis is independent.
  const found = eigenvectors([
    [2, 1, 0],
    [1, 2, 0],
    [0, 0, -5],
  ]);
  expect(found.map(({ value }) => value)).toEqual([3, 1, -5].map((value) => expect.closeTo(value, 12)));
  expect(Math.abs(found[0]!.vector[0]!)).toBeCloseTo(Math.SQRT1_2, 12);
  expect(found[0]!.vector[0]! * found[0]!.vector[1]!).toBeCloseTo(0.5, 12);
  expect(Math.abs(found[2]!.vector[2]!)).toBeCloseTo(1, 12);
});

it("makes the first layer's outputs uncorrelated and of variance 1", () => {
  const model = createModel("airbench94", { initialWeights: "zeros" });
  const shape = [6, 32, 32, 3] as const;
  // Neighbours and channels that depend on each other, as in pictures.
  const noise = tf.randomNormal<tf.Rank.R4>([...shape], 0, 1, "float32", 5);
  const images = noise.add(tf.avgPool(noise, 3, 1, "same").mul(3)).add(noise.mean(3, true)) as tf.Tensor4D;
  whitenFirstLayer(model, images.dataSync<"float32">(), shape, { epsilon: 0 });

  const outputs = model.getLayer("whiten").apply(images) as tf.Tensor4D;
  const [positive, negative] = tf.split(outputs.reshape<tf.Tensor2D>([-1, 24]), 2, 1);
  expect(positive!.add(negative!).abs().max().dataSync()[0]).toBeLessThan(1e-5);
  const moments = positive!.transpose().matMul(positive!).div(positive!.shape[0]!);
  expect(moments.sub(tf.eye(12)).abs().max().dataSync()[0]).toBeLessThan(1e-3);
  expect(model.getLayer("whiten").trainable).toBe(false);
});

it("says which kernel it cannot whiten", () => {
  const model = createModel("airbench94", { initialWeights: "zeros" });
  const gray = new Float32Array(32 * 32);
  expect(() => whitenFirstLayer(model, gray, [1, 32, 32, 1])).toThrow(
    'layer "whiten": expected a kernel [n, n, 1, 2·n·n·1] to whiten images of 1 channels, found [2,2,3,24]',
  );
});
