/**
 * The "binary version" of CIFAR: records of label byte(s) and 3072 bytes, planar: 1024 red, 1024 green,
 * 1024 blue, each row by row. Records are turned into pixels as their bytes come, so a data set needs
 * little more memory than its images.
 */
import { DatasetFormatError } from "../errors.js";
import { type CifarReader, REFETCH } from "./cifar-records.js";
import { interleave, PIXELS } from "./interleave.js";

/**
 * Reads files whose records begin with so many label bytes: 1 for CIFAR-10 (class), 2 for CIFAR-100 (coarse,
 * fine). The reader throws a DatasetFormatError when a file is not a whole number of records, or has none.
 */
export const cifarBinary =
  (labelBytes: number): CifarReader =>
  async (file, place) => {
    const recordLength = labelBytes + PIXELS;
    const fail = (expected: string, received: string | number) =>
      new DatasetFormatError(file.name, [`expected ${expected}, received ${received} bytes`], REFETCH);
    if (file.size === 0 || file.size % recordLength !== 0) {
      throw fail(`a whole number of records of ${recordLength} bytes`, file.size);
    }
    const { records, first } = place(file.size / recordLength);
    // One record as it comes, with the planes at a multiple of four bytes.
    const record = new Uint8Array(4 + PIXELS).subarray(4 - labelBytes);
    const planes = new Uint32Array(record.buffer, 4);
    const pixels = new Uint32Array(records.images.buffer);
    let filled = 0;
    let at = first;
    let received = 0;
    for await (const chunk of file.chunks()) {
      received += chunk.length;
      if (received > file.size) throw fail(`${file.size} bytes`, "more");
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
    if (received < file.size) throw fail(`${file.size} bytes`, received);
  };
