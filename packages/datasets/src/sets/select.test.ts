import { describe, expect, it } from "vitest";
import { countingImages } from "../../test/portable.js";
import { select, take } from "./select.js";

describe("select and take", () => {
  const data = countingImages(5);

  it("selects by position, in the given order", () => {
    const chosen = select(data, [4, 0, 4]);
    expect(Array.from(chosen.labels)).toEqual([1, 0, 1]);
    expect(Array.from(chosen.images.subarray(0, 6))).toEqual([4, 5, 6, 7, 8, 9]);
    expect(chosen.length).toBe(3);
  });

  it("refuses positions outside", () => {
    expect(() => select(data, [0, 5])).toThrow(/from 0 to 4, received 5 at position 1/);
  });

  it("takes the first ones, or all, sharing memory", () => {
    expect(take(data, 2)).toEqual(select(data, [0, 1]));
    expect(take(data, 99)).toEqual(select(data, [0, 1, 2, 3, 4]));
    expect(take(data, 2).images.buffer).toBe(data.images.buffer);
    expect(take(data, 0).length).toBe(0);
    expect(() => take(data, -1)).toThrow(/received -1/);
    expect(() => take(data, 1.5)).toThrow(/received 1.5/);
  });
});
