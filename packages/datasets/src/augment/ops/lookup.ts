/** Operations that replace each grey level by another one. All equal Pillow's `ImageOps` in every byte. */
import type { ImageShape } from "../../labeled-images.js";
import type { PixelOperation } from "./pixel-operation.js";

/** @param table `[256]` */
export function applyTable(image: Uint8Array, out: Uint8Array, table: Uint8Array): void {
  for (let i = 0; i < image.length; i++) out[i] = table[image[i]!]!;
}

/** Grey levels from black to white and back. */
export const invert = (image: Uint8Array, out: Uint8Array): void => {
  for (let i = 0; i < image.length; i++) out[i] = 255 - image[i]!;
};

/** Keeps the highest `bits` of every grey level, 0 to 8. */
export const posterize: PixelOperation = (image, out, bits) => {
  const mask = 256 - (1 << (8 - bits));
  for (let i = 0; i < image.length; i++) out[i] = image[i]! & mask;
};

/** Inverts grey levels from the threshold on. */
export function solarize(): PixelOperation {
  // A table has no branch for the processor to guess.
  const table = new Uint8Array(256);
  return (image, out, threshold) => {
    for (let level = 0; level < 256; level++) table[level] = level < threshold ? level : 255 - level;
    applyTable(image, out, table);
  };
}

/** Fills the table `[256]` for one channel, from how many pixels have each grey level, `[256]`. */
type TableFromHistogram = (histogram: Uint32Array, table: Uint8Array) => void;

/** Stretches the grey levels of each channel to 0..255. */
export const autoContrast = (shape: ImageShape): PixelOperation => byHistogram(shape, setStretchingTable);

/** Spreads the grey levels of each channel so that all are about equally frequent. */
export const equalize = (shape: ImageShape): PixelOperation => byHistogram(shape, setEqualizingTable);

function byHistogram([, , channels]: ImageShape, setTable: TableFromHistogram): PixelOperation {
  const ofChannels = Array.from({ length: channels }, () => ({
    histogram: new Uint32Array(256),
    table: new Uint8Array(256),
  }));
  return (image, out) => {
    for (const { histogram } of ofChannels) histogram.fill(0);
    if (channels === 3)
      countColours(image, ofChannels[0]!.histogram, ofChannels[1]!.histogram, ofChannels[2]!.histogram);
    else
      ofChannels.forEach(({ histogram }, channel) => {
        for (let i = channel; i < image.length; i += channels) histogram[image[i]!]!++;
      });
    for (const { histogram, table } of ofChannels) setTable(histogram, table);
    if (channels === 3)
      applyTables(image, out, ofChannels[0]!.table, ofChannels[1]!.table, ofChannels[2]!.table);
    else
      ofChannels.forEach(({ table }, channel) => {
        for (let i = channel; i < image.length; i += channels) out[i] = table[image[i]!]!;
      });
  };
}

/** In one pass: three counts that do not wait for each other. */
function countColours(image: Uint8Array, red: Uint32Array, green: Uint32Array, blue: Uint32Array): void {
  for (let i = 0; i < image.length; i += 3) {
    red[image[i]!]!++;
    green[image[i + 1]!]!++;
    blue[image[i + 2]!]!++;
  }
}

function applyTables(
  image: Uint8Array,
  out: Uint8Array,
  red: Uint8Array,
  green: Uint8Array,
  blue: Uint8Array,
): void {
  for (let i = 0; i < image.length; i += 3) {
    out[i] = red[image[i]!]!;
    out[i + 1] = green[image[i + 1]!]!;
    out[i + 2] = blue[image[i + 2]!]!;
  }
}

const setIdentity = (table: Uint8Array): void => {
  for (let level = 0; level < 256; level++) table[level] = level;
};

const setStretchingTable: TableFromHistogram = (histogram, table) => {
  let least = 0;
  let greatest = 255;
  while (least < 255 && histogram[least] === 0) least++;
  while (greatest > 0 && histogram[greatest] === 0) greatest--;
  if (greatest <= least) {
    setIdentity(table);
    return;
  }
  const scale = 255 / (greatest - least);
  const offset = -least * scale;
  for (let level = 0; level < 256; level++) {
    table[level] = Math.min(255, Math.max(0, Math.trunc(level * scale + offset)));
  }
};

const setEqualizingTable: TableFromHistogram = (histogram, table) => {
  let pixels = 0;
  let greatest = 0;
  for (let level = 0; level < 256; level++) {
    pixels += histogram[level]!;
    if (histogram[level]! > 0) greatest = level;
  }
  const step = Math.trunc((pixels - histogram[greatest]!) / 255);
  if (step === 0) {
    setIdentity(table);
    return;
  }
  let sum = Math.trunc(step / 2);
  for (let level = 0; level < 256; level++) {
    table[level] = Math.min(255, Math.trunc(sum / step));
    sum += histogram[level]!;
  }
};
