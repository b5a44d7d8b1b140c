import { expect, it } from "vitest";
import { formatFixed } from "./format-fixed.js";

/** Right-hand sides are what Python 3 prints for format(value, f".{digits}f"). */
it.each([
  [0.125, 2, "0.12"],
  [0.375, 2, "0.38"],
  [0.625, 2, "0.62"],
  [0.5, 0, "0"],
  [1, 0, "1"],
  [0, 3, "0.000"],
  [0.005, 2, "0.01"],
  [0.015, 2, "0.01"],
  [0.9999, 3, "1.000"],
  [1 / 3, 4, "0.3333"],
  [0.0625, 3, "0.062"],
  [0.1875, 3, "0.188"],
  [1e-30, 2, "0.00"],
])("formats %d with %d digits as %s", (value, digits, text) => {
  expect(formatFixed(value, digits)).toBe(text);
});
