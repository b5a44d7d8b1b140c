import { describe, expect, it } from "vitest";
import { DatasetFormatError } from "./errors.js";
import { createLabeledImages } from "./labeled-images.js";

const valid = {
  images: new Uint8Array(2 * 4),
  labels: Int32Array.of(0, 1),
  shape: [2, 2, 1] as const,
  classNames: ["a", "b"],
};

describe("createLabeledImages", () => {
  it("keeps the arrays and counts them", () => {
    const data = createLabeledImages(valid);
    expect(data).toEqual({ ...valid, length: 2 });
    expect(data.images).toBe(valid.images);
  });

  it("takes an empty data set", () => {
    const empty = { ...valid, images: new Uint8Array(0), labels: new Int32Array(0) };
    expect(createLabeledImages(empty).length).toBe(0);
  });

  it.each([
    [{ images: new Uint8Array(7) }, /expected 2 images of 2×2×1 .*, 8 bytes, received 7 bytes/],
    [{ labels: Int32Array.of(0, 2) }, /expected labels from 0 to 1, received 2 at position 1/],
    [{ labels: Int32Array.of(-1, 5) }, /received -1 at position 0 and 1 more/],
    [{ shape: [2, 0, 1] as const }, /expected a shape .* received \[2, 0, 1\]/],
    [{ classNames: [] }, /expected at least one class name/],
    [{ classNames: ["a", "a"] }, /received twice: a/],
  ])("refuses %j", (wrong, message) => {
    expect(() => createLabeledImages({ ...valid, ...wrong })).toThrow(DatasetFormatError);
    expect(() => createLabeledImages({ ...valid, ...wrong })).toThrow(message);
  });

  it("reports all problems at once", () => {
    try {
      createLabeledImages({ ...valid, images: new Uint8Array(1), labels: Int32Array.of(0, 9) });
      expect.unreachable();
    } catch (error) {
      expect((error as DatasetFormatError).problems).toHaveLength(2);
    }
  });
});
