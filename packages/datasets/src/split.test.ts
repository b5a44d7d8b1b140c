import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countingImages } from "../test/portable.js";
import { createLabeledImages } from "./labeled-images.js";
import { classCounts } from "./sets/class-counts.js";
import { split } from "./split.js";

/** The first pixel of image i of `countingImages` is i. */
const positions = (data: { images: Uint8Array }) => Array.from(data.images).filter((_, at) => at % 6 === 0);

describe("split", () => {
  it("puts every image into exactly one part, in the order of the data", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 60 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.boolean(),
        fc.integer(),
        (length, fraction, stratified, seed) => {
          const [first, second] = split(countingImages(length), { fraction, stratified, seed });
          expect(first.length).toBe(Math.round(fraction * length));
          const all = [...positions(first), ...positions(second)];
          expect([...all].sort((a, b) => a - b)).toEqual(Array.from({ length }, (_, i) => i));
          for (const part of [first, second]) {
            expect(positions(part)).toEqual(positions(part).sort((a, b) => a - b));
          }
        },
      ),
    );
  });

  it("depends on the seed alone", () => {
    const firsts = [1, 1, 2].map((seed) =>
      positions(split(countingImages(50), { count: 25, seed })[0]).join(),
    );
    expect(firsts[0]).toBe(firsts[1]);
    expect(firsts[2]).not.toBe(firsts[1]);
  });

  it("stratified: gives every class its share, to within one image", () => {
    const labels = Int32Array.from({ length: 100 }, (_, i) => (i < 60 ? 0 : i < 93 ? 1 : 2));
    const data = createLabeledImages({
      images: new Uint8Array(100),
      labels,
      shape: [1, 1, 1],
      classNames: ["a", "b", "c"],
    });
    const [first, second] = split(data, { fraction: 0.7, stratified: true });
    expect(classCounts(first)).toEqual([42, 23, 5]);
    expect(classCounts(second)).toEqual([18, 10, 2]);
  });

  it.each([
    [{}, /received neither/],
    [{ fraction: 0.5, count: 1 }, /received both/],
    [{ fraction: 1.1 }, /fraction to be a number from 0 to 1, received 1.1/],
    [{ count: 11 }, /count from 0 to 10 .* received 11/],
    [{ count: 0.5 }, /received 0.5/],
  ])("refuses %j", (options, message) => {
    expect(() => split(countingImages(10), options)).toThrow(message);
  });
});
