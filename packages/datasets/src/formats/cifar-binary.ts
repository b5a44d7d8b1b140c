/**
 * The "binary version" of CIFAR: records of label byte(s) and 3072 bytes, planar: 1024 red, 1024 green,
 * 1024 blue, each row by row. Records are turned into pixels as their bytes come, so a data set needs
 * little more memory than its images.
 */
import { DatasetFormatError } from "../errors.js";
import { interleave, PIXELS } from "./interleave.js";

export interface CifarRecords {
  /** `[count, 32, 32, 3]` */
  readonly images: Uint8Array;
  /** One array a label byte of the record, each `[count]`. */
  readonly labels: readonly Int32Array[];
}

export interface CifarFile {
  /** For messages. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  chunks(): AsyncIterable<Uint8Array>;
}

/** @param labelBytes 1 for CIFAR-10 (class), 2 for CIFAR-100 (coarse, fine) */
export const createCifarRecords = (count: number, labelBytes: number): CifarRecords => ({
  images: new Uint8Array(count * PIXELS),
  labels: Array.from({ length: labelBytes }, () => new Int32Array(count)),
});

/**
 * How many records each file has.
 *
 * @throws DatasetFormatError when one is not a whole number of records, or has none
 */
export function countCifarRecords(
  files: readonly Pick<CifarFile, "name" | "size">[],
  labelBytes: number,
): number[] {
  const recordLength = labelBytes + PIXELS;
  const problems = files
    .filter(({ size }) => size === 0 || size % recordLength !== 0)
    .map(
      ({ name, size }) =>
        `${name}: expected a whole number of records of ${recordLength} bytes, received ${size} bytes`,
    );
  if (problems.length > 0) throw new DatasetFormatError("CIFAR files", problems, REFETCH);
  return files.map(({ size }) => size / recordLength);
}

/**
 * Reads files of records, one after the other, as one.
 *
 * @throws DatasetFormatError as `countCifarRecords`
 */
export async function readCifarFiles(files: readonly CifarFile[], labelBytes: number): Promise<CifarRecords> {
  const counts = countCifarRecords(files, labelBytes);
  const records = createCifarRecords(
    counts.reduce((sum, count) => sum + count, 0),
    labelBytes,
  );
  let first = 0;
  for (const [i, file] of files.entries()) {
    await readCifarFile(file, records, first);
    first += counts[i]!;
  }
  return records;
}

/** Reads a file into `records`, from the record `first` on. Its size fits, as `countCifarRecords` says. */
export async function readCifarFile(file: CifarFile, records: CifarRecords, first: number): Promise<void> {
  const labelBytes = records.labels.length;
  // One record as it comes, with the planes at a multiple of four bytes.
  const record = new Uint8Array(4 + PIXELS).subarray(4 - labelBytes);
  const planes = new Uint32Array(record.buffer, 4);
  const pixels = new Uint32Array(records.images.buffer);
  let filled = 0;
  let at = first;
  let received = 0;
  for await (const chunk of file.chunks()) {
    received += chunk.length;
    if (received > file.size) break;
    for (let from = 0; from < chunk.length; ) {
      const to = Math.min(chunk.length, from + record.length - filled);
      record.set(chunk.subarray(from, to), filled);
      filled += to - from;
      from = to;
      if (filled < record.length) break;
      filled = 0;
      for (let i = 0; i < labelBytes; i++) records.labels[i]![at] = record[i]!;
      interleave(planes, pixels, (at * PIXELS) / 4);
      at++;
    }
  }
  if (received !== file.size) {
    const other = received > file.size ? "more" : String(received);
    throw new DatasetFormatError(file.name, [`expected ${file.size} bytes, received ${other}`], REFETCH);
  }
}

const REFETCH = { advice: "Fetch the data set again." };
