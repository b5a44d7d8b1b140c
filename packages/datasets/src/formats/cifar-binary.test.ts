import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chunksOf, rejection } from "../../test/portable.js";
import { DatasetFormatError } from "../errors.js";
import { cifarBinary } from "./cifar-binary.js";
import type { CifarFile, CifarRecords } from "./cifar-records.js";
import { interleave, interleaveBytes, PIXELS } from "./interleave.js";

/** A record whose red plane counts up from `start`; green is red + 1, blue is red + 2. */
function record(labels: number[], start: number): Uint8Array {
  const plane = (shift: number) => Array.from({ length: 1024 }, (_, i) => (start + i + shift) % 256);
  return Uint8Array.from([...labels, ...plane(0), ...plane(1), ...plane(2)]);
}

/** In pieces of `pieceLength`, all in one buffer that is used again. */
function file(name: string, pieceLength: number, ...records: Uint8Array[]) {
  const bytes = Uint8Array.from(records.flatMap((record) => Array.from(record)));
  const buffer = new Uint8Array(pieceLength);
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += pieceLength) {
      const piece = bytes.subarray(at, at + pieceLength);
      buffer.set(piece);
      yield buffer.subarray(0, piece.length);
    }
  }
  return { name, size: bytes.length, chunks };
}

/** Reads files, one after the other, as one; there is room for three records. */
async function readAll(files: readonly CifarFile[], labelBytes: number): Promise<CifarRecords> {
  const records = {
    images: new Uint8Array(3 * PIXELS),
    labels: Array.from({ length: labelBytes }, () => new Int32Array(3)),
  };
  let next = 0;
  for (const file of files) {
    await cifarBinary(labelBytes)(file, (count) => {
      const first = next;
      next += count;
      return { records, first };
    });
  }
  return {
    images: records.images.subarray(0, next * PIXELS),
    labels: records.labels.map((column) => column.subarray(0, next)),
  };
}

describe("CIFAR records", () => {
  it.each([[1000], [3073], [100_000], [7]])(
    "turns planes into pixels, over several files in pieces of %i bytes",
    async (pieceLength) => {
      const files = [
        file("a", pieceLength, record([3], 0), record([9], 5)),
        file("b", pieceLength, record([1], 100)),
      ];
      const { images, labels } = await readAll(files, 1);
      expect(labels.map((column) => Array.from(column))).toEqual([[3, 9, 1]]);
      expect(images).toHaveLength(3 * 3072);
      expect(Array.from(images.subarray(0, 6))).toEqual([0, 1, 2, 1, 2, 3]);
      expect(Array.from(images.subarray(3072 + 3 * 33, 3072 + 3 * 33 + 3))).toEqual([38, 39, 40]);
      expect(Array.from(images.subarray(2 * 3072, 2 * 3072 + 3))).toEqual([100, 101, 102]);
    },
  );

  it("reads two label bytes", async () => {
    const { labels, images } = await readAll([file("a", 999, record([4, 77], 0), record([5, 78], 0))], 2);
    expect(labels.map((column) => Array.from(column))).toEqual([
      [4, 5],
      [77, 78],
    ]);
    expect(images.subarray(0, PIXELS)).toEqual(images.subarray(PIXELS));
  });

  it("interleaves in words as it does in bytes", () => {
    const planes = Uint32Array.from({ length: PIXELS / 4 }, (_, i) => Math.imul(i + 1, 0x9e3779b1));
    const [words, bytes] = [new Uint32Array(2 * planes.length), new Uint32Array(2 * planes.length)];
    interleave(planes, words, planes.length);
    interleaveBytes(planes, bytes, planes.length);
    expect(words).toEqual(bytes);
  });

  it.each([
    ["parts of records", record([1], 0).subarray(0, 3000), 3000],
    ["an empty file", new Uint8Array(0), 0],
  ])("refuses %s", async (_, bytes, length) => {
    const error = await rejection(readAll([file("a.bin", 500, bytes)], 1));
    expect(error).toBeInstanceOf(DatasetFormatError);
    expect(error.message).toContain(
      `a.bin: expected a whole number of records of 3073 bytes, received ${length} bytes`,
    );
  });

  it.each([
    ["fewer", [record([1], 0).subarray(1)], /expected 3073 bytes, received 3072/],
    ["more", [record([1], 0), record([1], 0)], /expected 3073 bytes, received more/],
  ])("refuses a file that gives %s bytes than it has", async (_, pieces, message) => {
    const lying = { name: "a.bin", size: 3073, chunks: () => chunksOf(...pieces) };
    expect((await rejection(readAll([lying], 1))).message).toMatch(message);
  });

  it("takes any bytes of the right length, and refuses all others", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 7000 }),
        fc.boolean(),
        fc.constantFrom(1, 2),
        async (random, fitted, labelBytes) => {
          const length = fitted ? labelBytes + PIXELS : random.length;
          const bytes = new Uint8Array(length);
          bytes.set(random.subarray(0, length));
          const reading = readAll([file("random", 1024, bytes)], labelBytes);
          if (length > 0 && length % (labelBytes + PIXELS) === 0) {
            const { images, labels } = await reading;
            expect(images[0]).toBe(bytes[labelBytes]);
            expect(labels[0]![0]).toBe(bytes[0]);
          } else {
            expect(await rejection(reading)).toBeInstanceOf(DatasetFormatError);
          }
        },
      ),
    );
  });
});
