import { type RgbImage, requireFewPixels } from "./rgb-image.js";

/**
 * Netpbm's PBM, PGM and PPM files: P1 to P3 in text, P4 to P6 in bytes; black and white, grey, colours. Levels of
 * 0..maxval become 0..255, rounded, halves to even as in Pillow. Of several pictures the first.
 *
 * @throws Error in a few words when the file is none, is cut off or has too many pixels
 */
export function decodeNetpbm(bytes: Uint8Array, maxPixels: number): RgbImage {
  const kind = bytes[1]! - ZERO;
  const header = { bytes, at: 2 };
  const width = readNumber(header);
  const height = readNumber(header);
  const isBitmap = kind === 1 || kind === 4;
  const maximum = isBitmap ? 1 : readNumber(header);
  if (width < 1 || height < 1) throw new Error(`it has ${width} × ${height} pixels`);
  if (maximum < 1 || maximum > 65_535) {
    throw new Error(`expected a largest level from 1 to 65535, received ${maximum}`);
  }
  requireFewPixels({ width, height }, maxPixels);
  const channels = kind === 3 || kind === 6 ? 3 : 1;
  const length = width * height * channels;
  const read = kind < 4 ? (isBitmap ? textBits : textLevels) : isBitmap ? packedBits : packedLevels;
  const levels = read(header, length, { width, maximum });
  return { width, height, pixels: channels === 3 ? levels : coloured(levels) };
}

/** Whether a file begins as these do: "P", a digit and what ends a number. */
export const isNetpbm = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x50 && bytes[1]! > ZERO && bytes[1]! <= ZERO + 6 && (isSpace(bytes[2]) || bytes[2] === HASH);

const ZERO = 0x30;
const HASH = 0x23;
const NEWLINE = 0x0a;
const isSpace = (byte: number | undefined): boolean => byte === 0x20 || (byte! >= 0x09 && byte! <= 0x0d);
const isDigit = (byte: number | undefined): boolean => byte! >= ZERO && byte! <= ZERO + 9;

/** A place in the file, which reading moves on. */
interface Cursor {
  readonly bytes: Uint8Array;
  at: number;
}

interface Raster {
  readonly width: number;
  readonly maximum: number;
}

/** Past white space and comments, which go from "#" to the end of the line. */
function skipSpace(cursor: Cursor): void {
  const { bytes } = cursor;
  while (isSpace(bytes[cursor.at]) || bytes[cursor.at] === HASH) {
    if (bytes[cursor.at] === HASH) {
      while (cursor.at < bytes.length && bytes[cursor.at] !== NEWLINE) cursor.at++;
    } else cursor.at++;
  }
}

/** A number in text, and not more than its digits. */
function readNumber(cursor: Cursor): number {
  skipSpace(cursor);
  const { bytes } = cursor;
  if (cursor.at >= bytes.length) throw cutOff();
  if (!isDigit(bytes[cursor.at])) throw new Error("expected a number where there is none");
  let number = 0;
  for (; isDigit(bytes[cursor.at]) && number < 1e9; cursor.at++)
    number = 10 * number + bytes[cursor.at]! - ZERO;
  return number;
}

const cutOff = () => new Error("the file is cut off: its Netpbm data ends too early");

/** Bits may stand without space between them; 1 is black. */
function textBits(cursor: Cursor, length: number): Uint8Array {
  const levels = new Uint8Array(length);
  for (let i = 0; i < length; i++) {
    skipSpace(cursor);
    if (cursor.at >= cursor.bytes.length) throw cutOff();
    const bit = cursor.bytes[cursor.at++]! - ZERO;
    if (bit !== 0 && bit !== 1) throw new Error("expected bits of 0 and 1");
    levels[i] = bit === 0 ? 255 : 0;
  }
  return levels;
}

function textLevels(cursor: Cursor, length: number, { maximum }: Raster): Uint8Array {
  const levels = new Uint8Array(length);
  for (let i = 0; i < length; i++) {
    const level = readNumber(cursor);
    if (level > maximum) throw new Error(`expected levels up to ${maximum}, received ${level}`);
    levels[i] = scaled(level, maximum);
  }
  return levels;
}

/** The raster begins after one byte of white space. Rows are whole bytes. */
function packedBits({ bytes, at }: Cursor, length: number, { width }: Raster): Uint8Array {
  const stride = Math.ceil(width / 8);
  const start = at + 1;
  if (bytes.length < start + (length / width) * stride) throw cutOff();
  return Uint8Array.from({ length }, (_, i) => {
    const x = i % width;
    const byte = bytes[start + Math.floor(i / width) * stride + (x >> 3)]!;
    return (byte >> (7 - (x & 7))) & 1 ? 0 : 255;
  });
}

/** Of two bytes, the first the higher one, when the largest level does not fit in one. */
function packedLevels({ bytes, at }: Cursor, length: number, { maximum }: Raster): Uint8Array {
  const start = at + 1;
  const size = maximum > 255 ? 2 : 1;
  if (bytes.length < start + length * size) throw cutOff();
  if (maximum === 255) return bytes.slice(start, start + length);
  const levels = new Uint8Array(length);
  for (let i = 0, from = start; i < length; i++, from += size) {
    const level = size === 2 ? (bytes[from]! << 8) | bytes[from + 1]! : bytes[from]!;
    levels[i] = scaled(Math.min(level, maximum), maximum);
  }
  return levels;
}

function scaled(level: number, maximum: number): number {
  const value = (level / maximum) * 255;
  const nearest = Math.round(value);
  return nearest - value === 0.5 && nearest % 2 === 1 ? nearest - 1 : nearest;
}

function coloured(greys: Uint8Array): Uint8Array {
  const pixels = new Uint8Array(greys.length * 3);
  for (const [i, level] of greys.entries()) pixels.fill(level, 3 * i, 3 * i + 3);
  return pixels;
}
