import { describe, expect, it } from "vitest";
import { DatasetFormatError } from "../errors.js";
import { parseCifarRecords } from "./cifar-binary.js";

/** A record whose red plane counts up from `start`; green is red + 1, blue is red + 2. */
function record(labels: number[], start: number): Uint8Array {
  const plane = (shift: number) => Array.from({ length: 1024 }, (_, i) => (start + i + shift) % 256);
  return Uint8Array.from([...labels, ...plane(0), ...plane(1), ...plane(2)]);
}

const file = (name: string, ...records: Uint8Array[]) => ({
  name,
  bytes: Uint8Array.from(records.flatMap((bytes) => Array.from(bytes))),
});

describe("CIFAR records", () => {
  it("turns planes into pixels, over several files", () => {
    const files = [file("a", record([3], 0), record([9], 5)), file("b", record([1], 100))];
    const { images, labels } = parseCifarRecords(files, 1);
    expect(labels.map((column) => Array.from(column))).toEqual([[3, 9, 1]]);
    expect(images).toHaveLength(3 * 3072);
    expect(Array.from(images.subarray(0, 6))).toEqual([0, 1, 2, 1, 2, 3]);
    expect(Array.from(images.subarray(3072 + 3 * 33, 3072 + 3 * 33 + 3))).toEqual([38, 39, 40]);
    expect(Array.from(images.subarray(2 * 3072, 2 * 3072 + 3))).toEqual([100, 101, 102]);
  });

  it("reads two label bytes", () => {
    const { labels } = parseCifarRecords([file("a", record([4, 77], 0), record([5, 78], 0))], 2);
    expect(labels.map((column) => Array.from(column))).toEqual([
      [4, 5],
      [77, 78],
    ]);
  });

  it("refuses parts of records and empty files, all at once", () => {
    const broken = { name: "a.bin", bytes: record([1], 0).subarray(0, 3000) };
    const empty = { name: "b.bin", bytes: new Uint8Array(0) };
    expect(() => parseCifarRecords([broken, empty], 1)).toThrow(DatasetFormatError);
    expect(() => parseCifarRecords([broken, empty], 1)).toThrow(
      /a\.bin: expected a whole number of records of 3073 bytes, received 3000 bytes; b\.bin: .* received 0 bytes/,
    );
  });
});
