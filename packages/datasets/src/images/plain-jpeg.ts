/** Markers of a JPEG file, ITU-T T.81 table B.1. */
const APP0 = 0xe0;
const APP1 = 0xe1;
const APP2 = 0xe2;
const APP14 = 0xee;
const APP15 = 0xef;
const ADOBE_TRANSFORM = 11;
const YCC = 1;
const START_OF_SCAN = 0xda;
const HUFFMAN_TABLES = 0xc4;
const QUANTIZATION_TABLES = 0xdb;
const RESTART_INTERVAL = 0xdd;
const COMMENT = 0xfe;
/** Baseline, extended, progressive; all with Huffman's code. */
const FRAMES: readonly number[] = [0xc0, 0xc1, 0xc2];
/** Of luminance beside colour: all colours, half of them across, half of them both ways. */
const SAMPLINGS: readonly number[] = [0x11, 0x21, 0x22];

interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * The size of a JPEG file that means the same to every decoder: 8 bits, Y'CbCr, no profile, no orientation,
 * and not cut off at its end. `undefined` for any other, and for what is no JPEG. Pixels are not looked at.
 */
export function plainJpegSize(bytes: Uint8Array): Size | undefined {
  const { length } = bytes;
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8 || bytes[length - 2] !== 0xff || bytes[length - 1] !== 0xd9)
    return undefined;
  let size: Size | undefined;
  for (let at = 2; at + 4 <= length; ) {
    const marker = bytes[at] === 0xff ? bytes[at + 1]! : 0;
    const end = at + 2 + word(bytes, at + 2);
    const segment = bytes.subarray(at + 4, end);
    if (end > length || end < at + 4) return undefined;
    if (marker === START_OF_SCAN) return size;
    if (FRAMES.includes(marker)) {
      if (size !== undefined) return undefined;
      size = frameSize(segment);
      if (size === undefined) return undefined;
    } else if (!isHarmless(marker, segment)) return undefined;
    at = end;
  }
  return undefined;
}

const TABLES: readonly number[] = [HUFFMAN_TABLES, QUANTIZATION_TABLES, RESTART_INTERVAL];

/** Changes neither colours nor orientation. */
function isHarmless(marker: number, segment: Uint8Array): boolean {
  if (marker === APP1) return !begins(segment, "Exif");
  if (marker === APP2) return false;
  if (marker === APP14) return !begins(segment, "Adobe") || segment[ADOBE_TRANSFORM] === YCC;
  return (marker >= APP0 && marker <= APP15) || marker === COMMENT || TABLES.includes(marker);
}

/**
 * Precision, height, width, number of components, and of each its name, sampling and table. By the names 1, 2
 * and 3 decoders know Y'CbCr, whether a JFIF header says so or not.
 */
function frameSize(frame: Uint8Array): Size | undefined {
  const size = { height: word(frame, 1), width: word(frame, 3) };
  const isUsual =
    frame.length === 15 &&
    frame[0] === 8 &&
    frame[5] === 3 &&
    [6, 9, 12].every((name, i) => frame[name] === i + 1) &&
    SAMPLINGS.includes(frame[7]!) &&
    frame[10] === 0x11 &&
    frame[13] === 0x11;
  return isUsual && size.height > 0 && size.width > 0 ? size : undefined;
}

const word = (bytes: Uint8Array, at: number): number => (bytes[at]! << 8) | bytes[at + 1]!;

const begins = (segment: Uint8Array, text: string): boolean =>
  Array.from(text).every((letter, i) => segment[i] === letter.charCodeAt(0));
