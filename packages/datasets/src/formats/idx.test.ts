import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { idxFile } from "../../test/portable.js";
import { DatasetFormatError } from "../errors.js";
import { parseIdxImages, parseIdxLabels } from "./idx.js";

const images = idxFile([2, 2, 3], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);

describe("IDX", () => {
  it("reads images", () => {
    const { pixels, ...sizes } = parseIdxImages(images, "images");
    expect(sizes).toEqual({ count: 2, height: 2, width: 3 });
    expect(Array.from(pixels)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  });

  it("reads labels, also from the middle of a buffer", () => {
    const file = idxFile([3], [7, 0, 9]);
    const padded = Uint8Array.from([1, 2, 3, ...file]);
    expect(Array.from(parseIdxLabels(padded.subarray(3), "labels"))).toEqual([7, 0, 9]);
  });

  it.each([
    [
      "labels instead of images",
      idxFile([3], [1, 2, 3]),
      /images: expected the IDX magic number 0x00000803, received 0x00000801/,
    ],
    [
      "a web page",
      new TextEncoder().encode("<!doctype html>"),
      /magic number 0x00000803, received 0x3c21646f/,
    ],
    ["nothing", new Uint8Array(0), /header of 16 bytes, received a file of 0 bytes/],
    ["half a header", images.subarray(0, 10), /header of 16 bytes, received a file of 10 bytes/],
    [
      "a truncated file",
      images.subarray(0, 27),
      /expected 28 bytes for 2×2×3, received 27 bytes \(truncated\)/,
    ],
    ["trailing bytes", Uint8Array.from([...images, 0]), /received 29 bytes \(bytes after the end\)/],
    ["dimensions that overflow", idxFile([2 ** 32 - 1, 2 ** 32 - 1, 2 ** 32 - 1], []), /truncated/],
    ["images without pixels", idxFile([5, 0, 3], []), /received 0×3/],
  ])("refuses %s", (_, bytes, message) => {
    expect(() => parseIdxImages(bytes, "images")).toThrow(DatasetFormatError);
    expect(() => parseIdxImages(bytes, "images")).toThrow(message);
  });

  it("takes what it writes itself, and nothing else of any mutated file", () => {
    fc.assert(
      fc.property(
        fc.tuple(fc.nat(4), fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 })),
        fc.array(fc.record({ at: fc.nat(40), value: fc.nat(255) }), { maxLength: 3 }),
        fc.integer({ min: -20, max: 20 }),
        ([count, height, width], changes, growth) => {
          const intact = idxFile([count, height, width], new Array(count * height * width).fill(7));
          const mutated = new Uint8Array(Math.max(0, intact.length + growth));
          mutated.set(intact.subarray(0, mutated.length));
          for (const { at, value } of changes) if (at < mutated.length) mutated[at] = value;
          try {
            const parsed = parseIdxImages(mutated, "mutated");
            expect(parsed.pixels.length).toBe(parsed.count * parsed.height * parsed.width);
            expect(16 + parsed.pixels.length).toBe(mutated.length);
          } catch (error) {
            expect(error).toBeInstanceOf(DatasetFormatError);
          }
        },
      ),
    );
  });
});
