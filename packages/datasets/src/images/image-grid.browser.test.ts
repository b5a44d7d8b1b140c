import { decode } from "fast-png";
import { expect, it } from "vitest";
import { countingImages } from "../../test/portable.js";
import { imageGridPng } from "./image-grid.js";

it("draws the grid as a PNG file in a page", async () => {
  const png = await imageGridPng(countingImages(12), { columns: 4, cellWidth: 30 });
  const { width, height, data, channels } = decode(png);
  expect([width, height]).toEqual([8 + 4 * (30 + 8), 8 + 3 * (20 + 18 + 8)]);
  // White around the images, and the dark pixels of the first one inside.
  expect(Array.from(data.subarray(0, 3))).toEqual([255, 255, 255]);
  expect(data[(10 * width + 10) * channels]).toBeLessThan(10);
});
