import { expect, it } from "vitest";
import { describe as describeData } from "../describe.js";
import { createLabeledImages } from "../labeled-images.js";
import { descriptionRows } from "./describe-text.js";

it("says shapes and statistics", () => {
  const data = createLabeledImages({
    images: Uint8Array.of(0, 255, 51, 51),
    labels: Int32Array.of(0, 0),
    shape: [1, 1, 2],
    classNames: ["a", "b"],
  });
  expect(descriptionRows(describeData(data))).toEqual([
    ["images", "(2, 1, 1, 2)"],
    ["labels", "(2,), 2 classes"],
    ["images a class", "0 to 2"],
    ["minimum, maximum", "0, 255"],
    ["mean", "0.1000, 0.6000 (of 0..1), 25.50, 153.00 (of 0..255)"],
    ["standard deviation", "0.1000, 0.4000 (of 0..1), 25.50, 102.00 (of 0..255)"],
  ]);
});
