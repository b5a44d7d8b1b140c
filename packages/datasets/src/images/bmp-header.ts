/** What a BMP file says about its pixels. */
export interface BmpHeader {
  readonly width: number;
  readonly height: number;
  /** Whether the first row is the uppermost one; most files begin with the lowest. */
  readonly topDown: boolean;
  readonly bitsPerPixel: number;
  readonly packing: "none" | "rle8" | "rle4";
  /** Bits of red, green, blue and alpha, for 16 and 32 bits a pixel; no alpha: 0. */
  readonly masks: readonly [red: number, green: number, blue: number, alpha: number];
  /** `[colours, 3]`, for up to 8 bits a pixel. */
  readonly palette: Uint8Array;
  /** Where the pixels begin. */
  readonly start: number;
}

const FILE_HEADER = 14;
/** Of OS/2 1; later ones begin with the 40 bytes of Windows 3. */
const CORE_HEADER = 12;
const INFO_HEADER = 40;
/** OS/2 2 gives other meanings to the numbers for packing from 3 on. */
const OS2_HEADER = 64;
const [RLE8, RLE4, BIT_FIELDS, ALPHA_BIT_FIELDS] = [1, 2, 3, 6];
const DEPTHS: readonly number[] = [1, 2, 4, 8, 16, 24, 32];

/** @throws Error in a few words when the header makes no sense, is cut off, or tells of a kind that is not read */
export function readBmpHeader(bytes: Uint8Array): BmpHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < FILE_HEADER + CORE_HEADER) throw bmpCutOff();
  const size = view.getUint32(FILE_HEADER, true);
  const isCore = size === CORE_HEADER;
  if (!isCore && (size < INFO_HEADER || size > 0xffff)) throw new Error(`its BMP header has ${size} bytes`);
  if (bytes.length < FILE_HEADER + size) throw bmpCutOff();
  const word = (at: number) => view.getUint16(FILE_HEADER + at, true);
  const long = (at: number) => view.getUint32(FILE_HEADER + at, true);
  const rows = isCore ? word(6) : view.getInt32(FILE_HEADER + 8, true);
  const bitsPerPixel = isCore ? word(10) : word(14);
  const compression = isCore ? 0 : long(16);
  const width = isCore ? word(4) : view.getInt32(FILE_HEADER + 4, true);
  if (width < 1 || rows === 0) throw new Error(`it has ${width} × ${Math.abs(rows)} pixels`);
  if (!DEPTHS.includes(bitsPerPixel)) throw new Error(`it is a BMP of ${bitsPerPixel} bits a pixel`);
  const hasMasks = size !== OS2_HEADER && (compression === BIT_FIELDS || compression === ALPHA_BIT_FIELDS);
  const packing = packingOf(compression, bitsPerPixel, hasMasks);
  // The shortest header has its masks behind it.
  const masksBehind = hasMasks && size === INFO_HEADER ? (compression === BIT_FIELDS ? 12 : 16) : 0;
  if (bytes.length < FILE_HEADER + size + masksBehind) throw bmpCutOff();
  const hasAlpha = size >= 56 || masksBehind === 16;
  const start = view.getUint32(10, true);
  const colours = bitsPerPixel > 8 ? 0 : (isCore ? 0 : long(32)) || 2 ** bitsPerPixel;
  return {
    width,
    height: Math.abs(rows),
    topDown: rows < 0,
    bitsPerPixel,
    packing,
    masks: hasMasks ? [long(40), long(44), long(48), hasAlpha ? long(52) : 0] : usualMasks(bitsPerPixel),
    palette: readPalette(bytes.subarray(FILE_HEADER + size + masksBehind), colours, isCore ? 3 : 4),
    start,
  };
}

function packingOf(compression: number, bitsPerPixel: number, hasMasks: boolean): BmpHeader["packing"] {
  if (compression === 0 || (hasMasks && (bitsPerPixel === 16 || bitsPerPixel === 32))) return "none";
  if (compression === RLE8 && bitsPerPixel === 8) return "rle8";
  if (compression === RLE4 && bitsPerPixel === 4) return "rle4";
  throw new Error(`it is a BMP of a packing that is not read (${compression}, ${bitsPerPixel} bits a pixel)`);
}

const usualMasks = (bitsPerPixel: number): BmpHeader["masks"] =>
  bitsPerPixel === 16 ? [0x7c00, 0x3e0, 0x1f, 0] : [0xff0000, 0xff00, 0xff, 0];

/** Blue, green, red, and in most files a byte of nothing; colours beyond the end of the file are black. */
function readPalette(bytes: Uint8Array, colours: number, entry: number): Uint8Array {
  const palette = new Uint8Array(256 * 3);
  for (let i = 0; i < Math.min(colours, 256); i++) {
    for (let channel = 0; channel < 3; channel++)
      palette[3 * i + channel] = bytes[entry * i + 2 - channel] ?? 0;
  }
  return palette;
}

export const bmpCutOff = () => new Error("the file is cut off: its BMP data ends too early");
