/**
 * Brightness, contrast, saturation and sharpness: between a degenerate image (black, grey, colourless, blurred)
 * and the image itself, or beyond. Factor 0 gives the degenerate image, 1 the image, 2 the double difference:
 *
 *     out = degenerate + factor · (image − degenerate), cut off to whole numbers, 0..255
 *
 * in 32-bit floats, which is what Pillow's `ImageEnhance` and torchvision on Pillow images compute: equal in
 * every byte.
 */
import type { ImageShape } from "../../labeled-images.js";
import { luma, meanGrey } from "./grey.js";
import { applyTable } from "./lookup.js";
import type { PixelOperation } from "./pixel-operation.js";

const LARGEST = 255;

/** A product beyond this leads beyond black or white whatever it is added to. */
const FAR = 512;

/** Whole numbers from −512 on, cut off to 0..255. */
const LIMITED = Uint8Array.from({ length: 2 * FAR + LARGEST + 1 }, (_, i) =>
  Math.min(LARGEST, Math.max(0, i - FAR)),
);

/** `factor · difference` for every difference from −255 to 255, `[511]`. */
const createProducts = (): Float32Array => new Float32Array(2 * LARGEST + 1);

function setProducts(products: Float32Array, factor: number): void {
  const single = Math.fround(factor);
  for (let difference = -LARGEST; difference <= LARGEST; difference++) {
    products[difference + LARGEST] = Math.min(FAR, Math.max(-FAR, single * difference));
  }
}

/** Without its fraction. Cut off by a table, as on noise nobody can guess which levels go too far. */
const blended = (degenerate: number, level: number, products: Float32Array): number =>
  LIMITED[(Math.fround(degenerate + products[level - degenerate + LARGEST]!) | 0) + FAR]!;

/** Blends with one grey level, which a table of 256 entries does for the whole image. */
function blendWithLevel(levelOf: (image: Uint8Array) => number): PixelOperation {
  const table = new Uint8Array(256);
  const products = createProducts();
  return (image, out, factor) => {
    const degenerate = levelOf(image);
    setProducts(products, factor);
    for (let level = 0; level < 256; level++) table[level] = blended(degenerate, level, products);
    applyTable(image, out, table);
  };
}

/** Blends with black. */
export const brightness = (_shape: ImageShape): PixelOperation => blendWithLevel(() => 0);

/** Blends with the mean grey level. */
export const contrast = (shape: ImageShape): PixelOperation =>
  blendWithLevel((image) => meanGrey(image, shape));

/** Blends with the grey image. A grey image stays as it is. */
export function saturation([, , channels]: ImageShape): PixelOperation {
  if (channels === 1) return (image, out) => out.set(image);
  const products = createProducts();
  return (image, out, factor) => {
    setProducts(products, factor);
    blendWithGrey(image, out, products);
  };
}

/** Loops are functions of their own: one that every image maker compiled for itself would be slow for a while. */
function blendWithGrey(image: Uint8Array, out: Uint8Array, products: Float32Array): void {
  for (let i = 0; i < image.length; i += 3) {
    const red = image[i]!;
    const green = image[i + 1]!;
    const blue = image[i + 2]!;
    const grey = luma(red, green, blue);
    out[i] = blended(grey, red, products);
    out[i + 1] = blended(grey, green, products);
    out[i + 2] = blended(grey, blue, products);
  }
}

/** The largest sum of 13 levels. */
const LARGEST_SUM = 13 * LARGEST;

/** A sum of 13 levels → their mean, rounded; it is never halfway between two whole numbers. */
const MEAN_OF_13 = Uint8Array.from({ length: LARGEST_SUM + 1 }, (_, sum) => Math.round(sum / 13));

/** Blends with the image smoothed by [1 1 1; 1 5 1; 1 1 1] / 13, rounded. The outermost pixels stay as they are. */
export function sharpness(shape: ImageShape): PixelOperation {
  const products = createProducts();
  const sums = new Uint16Array(shape[1] * shape[2]);
  return (image, out, factor) => {
    setProducts(products, factor);
    blendWithSmooth(image, out, shape, products, sums);
  };
}

/** @param sums memory for a row: each level with the one above and the one below */
function blendWithSmooth(
  image: Uint8Array,
  out: Uint8Array,
  [height, , channels]: ImageShape,
  products: Float32Array,
  sums: Uint16Array,
): void {
  const row = sums.length;
  out.set(image);
  for (let y = 1; y < height - 1; y++) {
    const start = y * row;
    for (let x = 0; x < row; x++) {
      sums[x] = image[start - row + x]! + image[start + x]! + image[start + row + x]!;
    }
    for (let x = channels; x < row - channels; x++) {
      const level = image[start + x]!;
      const sum = sums[x - channels]! + sums[x]! + sums[x + channels]! + 4 * level;
      out[start + x] = blended(MEAN_OF_13[sum]!, level, products);
    }
  }
}
