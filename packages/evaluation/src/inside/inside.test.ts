import { describe, expect, it } from "vitest";
import {
  attributionMap,
  filterPictures,
  heatPicture,
  integratedGradients,
  normalized,
  occlusion,
  overlayPicture,
  saliency,
  smoothGrad,
  stretched,
} from "./index.js";

const SHAPE = [2, 3, 2] as const;
const image = Float32Array.from({ length: 12 }, (_, i) => 20 * i);

/** Of the score `Σ a x²`, by hand: the gradient is `2 a x`. */
const factors = Float32Array.from({ length: 12 }, (_, i) => (i % 5) - 2);
const gradientsOf = async (images: Float32Array) => images.map((x, i) => 2 * factors[i % 12]! * x);
const scoreOf = (x: ArrayLike<number>) => factors.reduce((sum, a, i) => sum + a * x[i]! ** 2, 0);

it("takes the greatest absolute gradient of a pixel's channels", () => {
  expect(Array.from(saliency(Float32Array.of(1, -3, 0, 0, 2, 1, 0, 0, -1, 0, 5, -6), SHAPE).values)).toEqual([
    3, 0, 2, 0, 1, 6,
  ]);
});

it("adds up to the score's change from the baseline", async () => {
  const baseline = new Float32Array(12).fill(50);
  const attribution = await integratedGradients(gradientsOf, image, { baseline, steps: 3 });
  // The gradient is linear, so midpoints integrate it exactly.
  const expected = factors.map((a, i) => a * (image[i]! ** 2 - 50 ** 2));
  for (const [i, value] of expected.entries()) expect(attribution[i]! / 1000).toBeCloseTo(value / 1000, 3);
  const total = attribution.reduce((sum, value) => sum + value);
  expect(total / (scoreOf(image) - scoreOf(baseline))).toBeCloseTo(1, 5);
  expect(attributionMap(attribution, SHAPE).values[0]).toBeCloseTo(
    Math.abs(attribution[0]! + attribution[1]!),
  );
});

it("averages gradients at noisy copies, the same for the same seed", async () => {
  const without = await smoothGrad(gradientsOf, image, { noise: 0, samples: 4 });
  expect(Array.from(without)).toEqual(Array.from(await gradientsOf(image), (g) => g + 0));
  let noise: Float32Array = new Float32Array();
  const samples = 4000;
  await smoothGrad(
    async (images) => {
      noise = images.map((x, i) => x - image[i % 12]!);
      return images;
    },
    image,
    { noise: 0.1, samples },
  );
  // A tenth of the range, 220.
  const variance = noise.reduce((sum, x) => sum + x * x, 0) / noise.length;
  expect(Math.sqrt(variance) / 22).toBeCloseTo(1, 1);
  expect(noise.reduce((sum, x) => sum + x, 0) / noise.length / 22).toBeCloseTo(0, 1);
  const twice = await Promise.all([0, 0, 1].map((seed) => smoothGrad(gradientsOf, image, { seed })));
  expect(twice[0]).toEqual(twice[1]);
  expect(twice[0]).not.toEqual(twice[2]);
});

it("finds by occlusion the pixels that the score stands on", async () => {
  const shape = [8, 8, 1] as const;
  const lit = Float32Array.from({ length: 64 }, (_, i) => (i === 27 ? 255 : 0));
  const scoresOf = async (images: Float32Array, count: number) =>
    Array.from({ length: count }, (_, i) => images[i * 64 + 27]!);
  const { values } = await occlusion(scoresOf, lit, shape, { size: 2, stride: 1, fill: 0 });
  // The squares of 2 × 2 that cover row 3, column 3 reach from 2 to 4; all that cover it lower the score.
  expect(values[27]).toBe(255);
  expect(Array.from(values.keys()).filter((i) => values[i]! > 0)).toEqual([
    18, 19, 20, 26, 27, 28, 34, 35, 36,
  ]);
  const whole = await occlusion(scoresOf, lit, shape, { size: 100, fill: 0 });
  expect(whole.values.every((value) => value === 255)).toBe(true);
});

describe("maps", () => {
  const map = { values: Float32Array.of(-2, 0, 1, 4), height: 2, width: 2 };

  it("are divided by the maximum, or by what a share does not exceed", () => {
    expect(Array.from(normalized(map).values)).toEqual([0, 0, 0.25, 1]);
    expect(Array.from(normalized(map, 0.75).values)).toEqual([0, 0, 1, 1]);
    expect(Array.from(normalized({ ...map, values: new Float32Array(4) }).values)).toEqual([0, 0, 0, 0]);
    expect(Array.from(stretched(map).values)).toEqual([0, 2 / 6, 0.5, 1].map(Math.fround));
  });

  it("are drawn from black to light yellow, and over a dimmed picture", () => {
    const { pixels, shape } = heatPicture(normalized(map));
    expect(shape).toEqual([2, 2, 3]);
    expect(Array.from(pixels.subarray(0, 3))).toEqual([0, 0, 4]);
    expect(Array.from(pixels.subarray(9))).toEqual([252, 255, 164]);
    const white = { pixels: new Uint8Array(48).fill(255), shape: [4, 4, 3] as const };
    const overlay = overlayPicture(normalized(map), white);
    expect(overlay.shape).toEqual([4, 4, 3]);
    const [red, green, blue] = overlay.pixels;
    expect([red, green, blue]).toEqual([115, 115, 115]);
  });
});

it("draws each filter around grey", () => {
  // [1, 2, 1, 2]: of two filters the weights 1, −2 and 0, 0.
  const pictures = filterPictures(Float32Array.of(1, 0, -2, 0), [1, 2, 1, 2]);
  expect(pictures.map(({ pixels }) => Array.from(pixels))).toEqual([
    [191, 0],
    [128, 128],
  ]);
  expect(() => filterPictures(new Float32Array(3), [1, 2, 1, 2])).toThrow(/expected 4 weights .* received 3/);
});
