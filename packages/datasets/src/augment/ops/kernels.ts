import { kernelsBase64 } from "./kernels-wasm.js";

/**
 * The pixel operations of `packages/datasets/kernels`. `from`, `to` and `fill` are addresses: of an image, of other
 * memory for an image of the same size, and of a pixel. Channels are 1 or 3 where nothing else is said.
 */
export interface Kernels {
  readonly memory: WebAssembly.Memory;
  /** Bytes behind an image that a kernel may read and write. */
  readonly SURPLUS: WebAssembly.Global;
  /** From here on memory is free for images. */
  firstFreeAddress(): number;
  blendWithLevel(from: number, to: number, bytes: number, level: number, factor: number): void;
  blendWithMeanGrey(from: number, to: number, bytes: number, channels: number, factor: number): void;
  /** 3 channels. */
  blendWithGrey(from: number, to: number, bytes: number, factor: number): void;
  /** Any channels. @param row bytes */
  blendWithSmooth(
    from: number,
    to: number,
    height: number,
    row: number,
    channels: number,
    factor: number,
  ): void;
  /** 3 channels. */
  grayscale(from: number, to: number, bytes: number): void;
  /** 3 channels. @param shift in 256ths of the circle */
  turnHue(from: number, to: number, bytes: number, shift: number): void;
  /** Any channels. */
  maskLevels(from: number, to: number, bytes: number, mask: number): void;
  /** Any channels. @param threshold 0..255 */
  invertFrom(from: number, to: number, bytes: number, threshold: number): void;
  /** 3 channels. */
  resizeRows(
    from: number,
    to: number,
    height: number,
    stride: number,
    newWidth: number,
    ...weights: WeightAddresses
  ): void;
  /** Any channels. */
  resizeColumns(
    from: number,
    to: number,
    stride: number,
    rowLength: number,
    newHeight: number,
    ...weights: WeightAddresses
  ): void;
  stretch(from: number, to: number, bytes: number, channels: number): void;
  equalize(from: number, to: number, bytes: number, channels: number): void;
  /** Any channels. @param coefficients as in warp.ts, the six of an affine map */
  affineNearest(
    from: number,
    to: number,
    height: number,
    width: number,
    channels: number,
    fill: number,
    ...coefficients: [a: number, b: number, c: number, d: number, e: number, f: number]
  ): void;
}

/** Addresses of weights and how many at most belong to a position; see the kernel. */
type WeightAddresses = [starts: number, counts: number, values: number, taps: number];

/**
 * One instance; it is small enough to be made at once, on the main thread too.
 *
 * @throws Error where WebAssembly is forbidden
 */
export function instantiateKernels(): Kernels {
  const bytes = Uint8Array.from(atob(kernelsBase64), (character) => character.charCodeAt(0));
  try {
    return new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as unknown as Kernels;
  } catch (cause) {
    throw new Error(
      `[imgcls/datasets] augmentation: expected WebAssembly with SIMD to start, received a refusal (${cause}). ` +
        "Where a content security policy forbids it, add 'wasm-unsafe-eval' to script-src.",
      { cause },
    );
  }
}
