import { expect, it } from "vitest";
import { formatPercent, plural } from "./format.js";

it.each([
  [0, 1, "0.0%"],
  [1, 2, "100.00%"],
  [0.98765, 2, "98.77%"],
  [0.99999, 1, ">99.9%"],
  [0.99999, 2, ">99.99%"],
  [0.0001, 1, "<0.1%"],
  [0.9994, 1, "99.9%"],
])("writes the share %d with %d digits as %s", (share, digits, text) => {
  expect(formatPercent(share, digits)).toBe(text);
});

it("counts one and many", () => {
  expect([plural(1, "image"), plural(12_345, "image")]).toEqual(["1 image", "12,345 images"]);
});
