import { expect, it } from "vitest";
import { createLabeledImages } from "../labeled-images.js";
import { classHistogram } from "./class-histogram.js";

const data = createLabeledImages({
  images: new Uint8Array(5),
  labels: Int32Array.of(0, 0, 0, 0, 2),
  shape: [1, 1, 1],
  classNames: ["<cat>", "dog", "a class with a name that is far too long for its place"],
});

it("draws a bar for each class, in proportion, with its count", () => {
  const svg = classHistogram(data, { barWidth: 200, title: "Classes & counts" });
  expect([...svg.matchAll(/<rect x="[\d.]+" y="\d+" width="([\d.]+)"/g)].map(([, width]) => width)).toEqual([
    "200",
    "0",
    "50",
  ]);
  expect(svg).toContain("<title>&lt;cat&gt;: 4</title>");
  expect(svg).toContain("Classes &amp; counts");
  expect(svg).toMatch(/>a class with a name[^<]*…<\/text>/);
});

it("takes an empty data set", () => {
  const empty = { ...data, images: new Uint8Array(0), labels: new Int32Array(0), length: 0 };
  expect(classHistogram(empty)).toContain(">0</text>");
});
