import { exponential } from "../../elementary.js";
import { type ImageShape, pixelsPerImage } from "../../labeled-images.js";
import { paddedPositions } from "./crop.js";

/** Weights of a Gaussian at whole distances, adding up to 1; `kernel` is `[size]`, its middle is the centre. */
export function setGaussian(kernel: Float64Array, sigma: number): void {
  const middle = (kernel.length - 1) / 2;
  let total = 0;
  for (let i = 0; i < kernel.length; i++) {
    const distance = (i - middle) / sigma;
    kernel[i] = exponential(-0.5 * distance * distance);
    total += kernel[i]!;
  }
  for (let i = 0; i < kernel.length; i++) kernel[i] = kernel[i]! / total;
}

/** Numbers of the shape `[height, width, channels]`, in and out; `out` may be an integer array and then cuts off. */
export type Blur = (
  image: ArrayLike<number>,
  out: Uint8Array | Float64Array,
  kernelX: Float64Array,
  kernelY: Float64Array,
  rounding: number,
) => void;

/**
 * Blurs the rows with one kernel, then the columns with the other; outside, the image is mirrored without its
 * edge. `rounding` is added to every result. torchvision sums the two-dimensional kernel in 32-bit floats, so
 * a grey level within 10⁻⁴ of halfway may differ by 1.
 */
export function gaussianBlur(shape: ImageShape, kernelWidth: number, kernelHeight: number): Blur {
  const [height, width, channels] = shape;
  const [reachX, reachY] = [(kernelWidth - 1) / 2, (kernelHeight - 1) / 2];
  const columns = paddedPositions(width, reachX, reachX, "reflect");
  const rows = paddedPositions(height, reachY, reachY, "reflect");
  const between = new Float64Array(pixelsPerImage(shape));
  const row = width * channels;
  // One row at a time, mirrored at both ends: `[width + 2 · reach, channels]`.
  const padded = new Float64Array(columns.length * channels);
  return (image, out, kernelX, kernelY, rounding) => {
    for (let start = 0; start < height * row; start += row) {
      for (let x = 0; x < columns.length; x++) {
        const from = start + columns[x]! * channels;
        for (let channel = 0; channel < channels; channel++) {
          padded[x * channels + channel] = image[from + channel]!;
        }
      }
      for (let i = 0; i < row; i++) {
        let sum = 0;
        for (let tap = 0, at = i; tap < kernelWidth; tap++, at += channels)
          sum += kernelX[tap]! * padded[at]!;
        between[start + i] = sum;
      }
    }
    for (let y = 0; y < height; y++) {
      for (let i = 0; i < row; i++) {
        let sum = rounding;
        for (let tap = 0; tap < kernelHeight; tap++)
          sum += kernelY[tap]! * between[rows[y + tap]! * row + i]!;
        out[y * row + i] = sum;
      }
    }
  };
}
