/**
 * IDX, the format of MNIST: a big-endian magic number 0x0000TTDD (TT = 08 for unsigned bytes, DD = the
 * number of dimensions), each dimension as uint32, then the bytes.
 */
import { DatasetFormatError } from "../errors.js";

const REFETCH = { advice: "Fetch the file again, or check that it is the file that its name says." };

export interface IdxImages {
  /** `[count, height, width]`, a view into the file's bytes. */
  readonly pixels: Uint8Array;
  readonly count: number;
  readonly height: number;
  readonly width: number;
}

/**
 * Reads an image file (magic 0x00000803).
 *
 * @param file its name, for messages
 * @throws DatasetFormatError for another magic number, missing or superfluous bytes, images without pixels
 */
export function parseIdxImages(bytes: Uint8Array, file: string): IdxImages {
  const { dimensions, values } = parseIdx(bytes, 3, file);
  const [count, height, width] = dimensions as [number, number, number];
  if (height === 0 || width === 0) {
    throw new DatasetFormatError(file, [`expected images with pixels, received ${height}×${width}`], REFETCH);
  }
  return { pixels: values, count, height, width };
}

/**
 * Reads a label file (magic 0x00000801): `[count]`, a view into the file's bytes.
 *
 * @throws DatasetFormatError for another magic number, missing or superfluous bytes
 */
export function parseIdxLabels(bytes: Uint8Array, file: string): Uint8Array {
  return parseIdx(bytes, 1, file).values;
}

function parseIdx(
  bytes: Uint8Array,
  rank: number,
  file: string,
): { dimensions: number[]; values: Uint8Array } {
  const fail = (problem: string) => new DatasetFormatError(file, [problem], REFETCH);
  const headerLength = 4 + 4 * rank;
  const magic = 0x0800 + rank;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (bytes.length >= 4 && view.getUint32(0) !== magic) {
    throw fail(`expected the IDX magic number ${hex(magic)}, received ${hex(view.getUint32(0))}`);
  }
  if (bytes.length < headerLength) {
    throw fail(`expected an IDX header of ${headerLength} bytes, received a file of ${bytes.length} bytes`);
  }
  const dimensions = Array.from({ length: rank }, (_, i) => view.getUint32(4 + 4 * i));
  // The product of three uint32 may exceed 2^53; then it is inexact, but certainly not the file's length.
  const expected = headerLength + dimensions.reduce((product, size) => product * size, 1);
  if (bytes.length !== expected) {
    const kind = bytes.length < expected ? "truncated" : "bytes after the end";
    throw fail(
      `expected ${expected} bytes for ${dimensions.join("×")}, received ${bytes.length} bytes (${kind})`,
    );
  }
  return { dimensions, values: bytes.subarray(headerLength) };
}

const hex = (magic: number): string => `0x${magic.toString(16).padStart(8, "0")}`;
