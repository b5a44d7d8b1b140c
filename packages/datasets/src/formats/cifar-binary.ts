/**
 * The "binary version" of CIFAR: records of label byte(s) and 3072 bytes, planar: 1024 red, 1024 green,
 * 1024 blue, each row by row.
 */
import { DatasetFormatError } from "../errors.js";

const SIDE = 32;
const PLANE = SIDE * SIDE;
const PIXELS = 3 * PLANE;

export interface CifarRecords {
  /** `[count, 32, 32, 3]` */
  readonly images: Uint8Array;
  /** One array a label byte of the record, each `[count]`. */
  readonly labels: readonly Int32Array[];
}

/**
 * Reads files of records, one after the other, as one.
 *
 * @param labelBytes 1 for CIFAR-10 (class), 2 for CIFAR-100 (coarse, fine)
 * @throws DatasetFormatError when a file is not a whole number of records, or has none
 */
export function parseCifarRecords(
  files: readonly { readonly name: string; readonly bytes: Uint8Array }[],
  labelBytes: number,
): CifarRecords {
  const recordLength = labelBytes + PIXELS;
  const problems = files
    .filter(({ bytes }) => bytes.length === 0 || bytes.length % recordLength !== 0)
    .map(
      ({ name, bytes }) =>
        `${name}: expected a whole number of records of ${recordLength} bytes, received ${bytes.length} bytes`,
    );
  if (problems.length > 0) {
    throw new DatasetFormatError("CIFAR files", problems, { advice: "Fetch the data set again." });
  }
  const count = files.reduce((sum, { bytes }) => sum + bytes.length / recordLength, 0);
  const images = new Uint8Array(count * PIXELS);
  const labels = Array.from({ length: labelBytes }, () => new Int32Array(count));
  let record = 0;
  for (const { bytes } of files) {
    for (let start = 0; start < bytes.length; start += recordLength) {
      for (let i = 0; i < labelBytes; i++) labels[i]![record] = bytes[start + i]!;
      interleave(bytes, start + labelBytes, images, record * PIXELS);
      record++;
    }
  }
  return { images, labels };
}

/** Planes R, G, B to pixels RGBRGB… */
function interleave(planes: Uint8Array, from: number, pixels: Uint8Array, to: number): void {
  let target = to;
  for (let i = from; i < from + PLANE; i++) {
    pixels[target++] = planes[i]!;
    pixels[target++] = planes[i + PLANE]!;
    pixels[target++] = planes[i + 2 * PLANE]!;
  }
}
