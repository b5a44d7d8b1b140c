import { describe, expect, it } from "vitest";
import { digitImage, type Stroke } from "./digit-image.js";

const SIZE = 28;

/** Bounding box of the pixels with more than half the ink, and the centre of mass of all. */
function measure(image: Uint8Array) {
  const inked = [...image.entries()].filter(([, value]) => value > 127).map(([at]) => at);
  const xs = inked.map((at) => at % SIZE);
  const ys = inked.map((at) => Math.floor(at / SIZE));
  const mass = image.reduce((sum, value) => sum + value, 0);
  const moment = (coordinate: (at: number) => number) =>
    image.reduce((sum, value, at) => sum + value * coordinate(at), 0) / mass;
  return {
    width: Math.max(...xs) - Math.min(...xs) + 1,
    height: Math.max(...ys) - Math.min(...ys) + 1,
    centre: [moment((at) => at % SIZE), moment((at) => Math.floor(at / SIZE))],
  };
}

const L: Stroke[] = [
  [
    { x: 30, y: 40 },
    { x: 30, y: 90 },
    { x: 60, y: 90 },
  ],
];

const transformed = (strokes: readonly Stroke[], scale: number, dx: number, dy: number): Stroke[] =>
  strokes.map((stroke) => stroke.map(({ x, y }) => ({ x: x * scale + dx, y: y * scale + dy })));

describe("a drawing as an image", () => {
  it("has nothing to show when nothing is drawn", () => {
    expect(digitImage([], 280, SIZE)).toBeUndefined();
  });

  it("fills a box of 20 on its longer side, with its proportions", () => {
    const { width, height } = measure(digitImage(L, 280, SIZE)!);
    expect(height).toBeGreaterThanOrEqual(19);
    expect(height).toBeLessThanOrEqual(21);
    expect(width / height).toBeGreaterThan(0.55);
    expect(width / height).toBeLessThan(0.75);
  });

  it("has its centre of mass in the middle", () => {
    const { centre } = measure(digitImage(L, 280, SIZE)!);
    expect(centre[0]).toBeCloseTo(13.5, 1);
    expect(centre[1]).toBeCloseTo(13.5, 1);
  });

  it("does not depend on where and how large it was drawn", () => {
    const image = digitImage(L, 280, SIZE)!;
    for (const scale of [0.3, 0.5, 2.3]) {
      const other = digitImage(transformed(L, scale, 77, 5), 280, SIZE)!;
      const differences = image.map((value, at) => Math.abs(value - other[at]!));
      expect(Math.max(...differences)).toBeLessThanOrEqual(1);
    }
  });

  it("leaves a dot a dot", () => {
    const { width, height } = measure(digitImage([[{ x: 100, y: 20 }]], 280, SIZE)!);
    expect(Math.max(width, height)).toBeLessThanOrEqual(4);
  });

  it("has a line of the same width however large it was drawn", () => {
    const line = (length: number): Stroke[] => [
      [
        { x: 140, y: 0 },
        { x: 140, y: length },
      ],
    ];
    expect(measure(digitImage(line(60), 280, SIZE)!)).toEqual(measure(digitImage(line(250), 280, SIZE)!));
  });
});
