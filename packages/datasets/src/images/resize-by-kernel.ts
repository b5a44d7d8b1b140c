import { instantiateKernels, type Kernels } from "../augment/ops/kernels.js";
import { isColumnsFirst, type Region } from "./resize.js";
import { spanWeights, type Weights } from "./resize-weights.js";

const PAGE = 65_536;
const aligned = (bytes: number): number => Math.ceil(bytes / 16) * 16;

/** Of this thread: images and weights are put into its memory anew for every call. */
let kernels: Kernels | undefined;

/**
 * `resizeBilinear` of a part of an image of 3 channels, the same bytes in a fraction of the time. It takes as much memory as
 * the largest image so far, and keeps it.
 *
 * @returns `[newHeight, newWidth, 3]`
 */
export function resizeByKernel(
  region: Region,
  [newHeight, newWidth]: readonly [height: number, width: number],
): Uint8Array {
  kernels ??= instantiateKernels();
  const { height, width, stride, start, pixels } = region;
  const image = pixels.subarray(start, start + (height - 1) * stride + 3 * width);
  const newStride = 3 * newWidth;
  const columnsFirst = isColumnsFirst(height, newHeight, width, newWidth);
  const ofRows = spanWeights("bilinear", width, newWidth);
  const ofColumns = spanWeights("bilinear", height, newHeight);
  const [forRows, forColumns, from, between, to] = places(kernels, [
    bytesOf(ofRows),
    bytesOf(ofColumns),
    image.length,
    columnsFirst ? newHeight * 3 * width : height * newStride,
    newHeight * newStride,
  ]) as [number, number, number, number, number];
  new Uint8Array(kernels.memory.buffer).set(image, from);
  const rows = putWeights(kernels, forRows, ofRows);
  const columns = putWeights(kernels, forColumns, ofColumns);
  if (columnsFirst) {
    kernels.resizeColumns(from, between, stride, 3 * width, newHeight, ...columns);
    kernels.resizeRows(between, to, newHeight, 3 * width, newWidth, ...rows);
  } else {
    kernels.resizeRows(from, between, height, stride, newWidth, ...rows);
    kernels.resizeColumns(between, to, newStride, newStride, newHeight, ...columns);
  }
  return new Uint8Array(kernels.memory.buffer, to, newHeight * newStride).slice();
}

/** Addresses of so many bytes each, with what kernels may touch behind them. */
function places({ memory, SURPLUS, firstFreeAddress }: Kernels, sizes: readonly number[]): number[] {
  let end = aligned(firstFreeAddress());
  const addresses = sizes.map((bytes) => {
    const address = end;
    end = aligned(end + bytes + SURPLUS.value);
    return address;
  });
  const missing = end - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
  return addresses;
}

const bytesOf = ({ starts, counts, values }: Weights): number =>
  4 * (starts.length + counts.length + values.length);

function putWeights(
  { memory }: Kernels,
  address: number,
  { starts, counts, values, taps }: Weights,
): [starts: number, counts: number, values: number, taps: number] {
  const numbers = new Int32Array(memory.buffer, address);
  numbers.set(starts);
  numbers.set(counts, starts.length);
  numbers.set(values, starts.length + counts.length);
  const ofCounts = address + 4 * starts.length;
  return [address, ofCounts, ofCounts + 4 * counts.length, taps];
}
