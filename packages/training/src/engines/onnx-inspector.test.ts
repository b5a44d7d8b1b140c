import { expectAllClose } from "@imgcls/test-utils";
import { afterAll, beforeAll, expect, it } from "vitest";
import { CLASSES, SHAPE, smallBatch, smallModel, smallPlan } from "../../test/small-model.js";
import type { Inspector } from "./inspector.js";
import { onnxEngine } from "./onnx.js";

const SIZE = 5;
const model = smallModel();
const images = Float32Array.from(smallBatch(SIZE, 1).images);
const plan = smallPlan({ batchSize: 2 });
const engine = onnxEngine({ threads: 1 });
let inspector: Inspector;

beforeAll(async () => {
  inspector = await engine.createInspector!(model, plan);
});
afterAll(() => inspector.dispose());

/** Class 1 of every image. */
const classWeights = Float32Array.from({ length: SIZE * CLASSES }, (_, i) => Number(i % CLASSES === 1));

it("gives scores whose softmax is what the model predicts, in parts of the plan's batch size", async () => {
  const predictor = await engine.createPredictor(model, plan);
  const expected = await predictor.predict(Uint8Array.from(images), SIZE);
  await predictor.dispose();
  const { scores, outputs } = await inspector.inspect(images, SIZE, { outputs: ["dense_1", "conv2d"] });
  expectAllClose(outputs.get("dense_1")!, expected, 1e-5);
  expect(outputs.get("conv2d")).toHaveLength(SIZE * SHAPE[0] * SHAPE[1] * 6);
  const exponentials = scores.map(Math.exp);
  const softmax = exponentials.map((e, i) => {
    const row = Math.floor(i / CLASSES) * CLASSES;
    return e / exponentials.subarray(row, row + CLASSES).reduce((a, b) => a + b);
  });
  expectAllClose(softmax, expected, 1e-5);
});

it("has gradients that predict how a score changes", async () => {
  const request = { imageGradient: true, gradients: ["pool"], classWeights };
  const { scores, imageGradient, gradients } = await inspector.inspect(images, SIZE, request);
  expect(gradients.get("pool")).toHaveLength(SIZE * 4 * 4 * 6);
  // Along the gradient, so little that no relu changes sides: the score grows by its square.
  const step = 1e-3;
  const moved = images.map((pixel, i) => pixel + step * imageGradient[i]!);
  const { scores: after } = await inspector.inspect(moved, SIZE, {});
  for (let image = 0; image < SIZE; image++) {
    const size = images.length / SIZE;
    const own = imageGradient.subarray(image * size, (image + 1) * size);
    const expected = step * own.reduce((sum, g) => sum + g * g, 0);
    const at = image * CLASSES + 1;
    expect(Math.abs(after[at]! - scores[at]! - expected)).toBeLessThan(1e-6);
  }
});

it("refuses what does not fit, by name", async () => {
  await expect(inspector.inspect(images, 4, { imageGradient: true })).rejects.toThrow(
    "[imgcls/training] inspect: expected 768 numbers for images of [4,8,8,3], received 960; expected classWeights of [4,4] for gradients, received no numbers.",
  );
  await expect(inspector.inspect(images, SIZE, { outputs: ["conv2d_2"] })).rejects.toThrow(
    /unknown layer "conv2d_2". Did you mean "conv2d"\?/,
  );
});
