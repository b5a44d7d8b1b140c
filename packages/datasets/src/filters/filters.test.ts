import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { maxPool, relu } from "./convolve.js";
import {
  CLASSIC_KERNELS,
  convolutionNumbers,
  convolve,
  filterImage,
  type Grid,
  KERNEL_NAMES,
  kernelPictures,
  networkSteps,
} from "./index.js";

const grid = (height: number, width: number, valueAt: (i: number) => number): Grid => ({
  values: Float32Array.from({ length: height * width }, (_, i) => valueAt(i)),
  height,
  width,
});
const picture = grid(9, 8, (i) => (i * 37) % 256);
const asImage = ({ values, height, width }: Grid) => tf.tensor4d(values, [1, height, width, 1]);
const asKernel = ({ values, height, width }: Grid) => tf.tensor4d(values, [height, width, 1, 1]);

describe("convolve", () => {
  const even = grid(2, 4, (i) => i - 3);

  it.each([
    [1, "valid"],
    [2, "valid"],
    [1, "same"],
    [2, "same"],
    [3, "same"],
  ] as const)("is TensorFlow.js's with stride %d and padding %s", (stride, padding) => {
    for (const kernel of [CLASSIC_KERNELS["gaussian-blur"], CLASSIC_KERNELS["diagonal-edges"], even]) {
      const expected = tf.conv2d(asImage(picture), asKernel(kernel), stride, padding);
      const result = convolve(picture, kernel, { stride, padding });
      expect([1, result.height, result.width, 1]).toEqual(expected.shape);
      for (const [i, value] of expected.dataSync().entries()) expect(result.values[i]).toBeCloseTo(value, 2);
    }
  });

  it("counts with full padding every window that meets the grid", () => {
    const expected = tf.conv2d(
      tf.pad(asImage(picture), [
        [0, 0],
        [1, 1],
        [3, 3],
        [0, 0],
      ]),
      asKernel(even),
      1,
      "valid",
    );
    const result = convolve(picture, even, { padding: "full" });
    expect([1, result.height, result.width, 1]).toEqual(expected.shape);
    expect(Array.from(result.values)).toEqual(Array.from(expected.dataSync()));
  });

  it("refuses what it cannot do, all at once", () => {
    const options = { stride: 0, padding: "some" as "same" };
    expect(() => convolve(picture, even, options)).toThrow(
      /stride .* received 0; .*padding .* received "some"/,
    );
    expect(() => convolve(even, picture)).toThrow(
      /expected a kernel of at most 2 × 4, as the grid, received 9 × 8/,
    );
  });
});

it("pools as TensorFlow.js does, and leaves out what fills no window", () => {
  const expected = tf.maxPool(asImage(picture), 2, 2, "valid");
  const result = maxPool(picture, 2);
  expect([1, result.height, result.width, 1]).toEqual(expected.shape);
  expect(Array.from(result.values)).toEqual(Array.from(expected.dataSync()));
  expect(Array.from(relu(grid(1, 3, (i) => i - 1)).values)).toEqual([0, 0, 1]);
});

it("has kernels that keep, find, or blur: their sums are 1, 0, 1", () => {
  const sums = KERNEL_NAMES.map((name) => CLASSIC_KERNELS[name].values.reduce((a, b) => a + b));
  for (const [i, sum] of [1, 0, 0, 0, 1, 1, 1].entries()) expect(sums[i]).toBeCloseTo(sum, 6);
});

it("filters each channel, and cuts off at 0 and 255", () => {
  const pixels = Uint8Array.from({ length: 5 * 4 * 3 }, (_, i) => (i * 53) % 256);
  const shape = [5, 4, 3] as const;
  expect(filterImage(pixels, shape, CLASSIC_KERNELS.identity)).toEqual(pixels);
  const edge = Uint8Array.of(0, 0, 0, 0, 200, 0, 0, 0, 0);
  expect(Array.from(filterImage(edge, [3, 3, 1], CLASSIC_KERNELS["strong-edges"]))).toEqual([
    0, 0, 0, 0, 255, 0, 0, 0, 0,
  ]);
  expect(Array.from(filterImage(edge, [3, 3, 1], CLASSIC_KERNELS["box-blur"]))).toEqual(Array(9).fill(22));
});

describe("pictures", () => {
  /** The numbers of the document's own example of a stride of 2: rows 1 to 7, 11 to 17, … and a kernel of ones. */
  const counting = Uint8Array.from({ length: 49 }, (_, i) => 10 * Math.floor(i / 7) + (i % 7) + 1);

  it("show every stride and padding, and how the first number comes about", () => {
    const svg = convolutionNumbers(counting, [7, 7, 1], { kernel: "sharpen" });
    for (const size of ["5 × 5", "3 × 3", "7 × 7", "4 × 4", "9 × 9"])
      expect(svg).toContain(`result: ${size}`);
    // 5 · 12 − 2 − 11 − 13 − 22
    expect(svg).toContain("first: −1·2 + −1·11 + 5·12 + −1·13 + −1·22 = 12");
    expect(() => convolutionNumbers(counting, [7, 7, 1], { kernel: "blur" as "sharpen" })).toThrow(/kernel/);
    expect(() => networkSteps(counting, [7, 6, 1])).toThrow(
      /grey image of at least 7 × 7, received \[7, 6, 1\]/,
    );
  });

  it("show an image with every kernel, and what a layer does to it", () => {
    const pixels = new Uint8Array(10 * 12 * 3).fill(90);
    expect(kernelPictures(pixels, [10, 12, 3]).match(/<image /g)).toHaveLength(KERNEL_NAMES.length);
    const { pictures, numbers } = networkSteps(Uint8Array.from(picture.values), [9, 8, 1]);
    for (const caption of ["grey levels, 9 × 8", "7 × 6", "relu", "max pooling 2 × 2, 3 × 3"]) {
      expect(pictures).toContain(caption);
    }
    expect(numbers).toContain("max pooling 2 × 2");
  });
});
