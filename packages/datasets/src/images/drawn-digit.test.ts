import { describe, expect, it } from "vitest";
import { asDrawnDigit } from "./drawn-digit.js";

type Line = readonly [x0: number, y0: number, x1: number, y1: number];

/** A seven, in shares of its box. */
const SEVEN: readonly Line[] = [
  [0, 0, 0.6, 0],
  [0.6, 0, 0.2, 1],
];

interface Drawing {
  readonly side: number;
  readonly at: readonly [x: number, y: number];
  readonly extent: number;
  readonly pen: number;
  readonly paper?: number;
  readonly ink?: number;
  readonly noise?: number;
}

/** Lines with round ends, as a camera or a scanner would see them. */
function drawn({ side, at, extent, pen, paper = 240, ink = 30, noise = 0 }: Drawing): Uint8Array {
  let state = 1;
  return Uint8Array.from({ length: side * side }, (_, i) => {
    const [x, y] = [(i % side) - at[0], Math.floor(i / side) - at[1]];
    const nearest = Math.min(
      ...SEVEN.map((line) => distance(x, y, line.map((v) => v * extent) as unknown as Line)),
    );
    const covered = Math.min(1, Math.max(0, pen / 2 + 0.5 - nearest));
    state = (state * 48_271) % 2_147_483_647;
    return Math.max(
      0,
      Math.min(255, paper + (ink - paper) * covered + noise * (state / 2_147_483_647 - 0.5)),
    );
  });
}

function distance(x: number, y: number, [x0, y0, x1, y1]: Line): number {
  const [dx, dy] = [x1 - x0, y1 - y0];
  const along = Math.min(1, Math.max(0, ((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy)));
  return Math.hypot(x - x0 - along * dx, y - y0 - along * dy);
}

/** Bounding box of the pixels with more than half the ink, and the centre of mass of all. */
function measure(pixels: Uint8Array) {
  const inked = [...pixels.keys()].filter((i) => pixels[i]! > 127);
  const extent = (values: number[]) => Math.max(...values) - Math.min(...values) + 1;
  const mass = pixels.reduce((sum, level) => sum + level, 0);
  const centre = (of: (i: number) => number) =>
    pixels.reduce((sum, level, i) => sum + level * of(i), 0) / mass;
  return {
    width: extent(inked.map((i) => i % 28)),
    height: extent(inked.map((i) => Math.floor(i / 28))),
    centre: [centre((i) => i % 28), centre((i) => Math.floor(i / 28))] as const,
    mass: mass / 255,
  };
}

const PLAIN: Drawing = { side: 280, at: [90, 60], extent: 160, pen: 18 };

describe("a digit on paper in MNIST's form", () => {
  it.each<[string, Drawing, boolean]>([
    ["dark on white", PLAIN, true],
    ["light on dark", { ...PLAIN, paper: 10, ink: 250 }, false],
    ["grey pencil on grey paper with noise", { ...PLAIN, paper: 180, ink: 110, noise: 12 }, true],
    ["a tenth of the picture", { ...PLAIN, at: [200, 30], extent: 28, pen: 3 }, true],
    ["a thin pen", { ...PLAIN, pen: 2 }, true],
    ["in a corner", { ...PLAIN, at: [5, 5] }, true],
    ["small as MNIST's own", { side: 28, at: [8, 4], extent: 20, pen: 2.5, paper: 255, ink: 0 }, true],
  ])("fills the box of 20, is centred by mass, and has lines that are seen: %s", (_, drawing, turned) => {
    const { pixels, inverted } = asDrawnDigit(drawn(drawing), [drawing.side, drawing.side]);
    expect(inverted).toBe(turned);
    const { width, height, centre, mass } = measure(pixels);
    expect(height).toBeGreaterThanOrEqual(18);
    expect(height).toBeLessThanOrEqual(22);
    expect(width / height).toBeGreaterThan(0.55);
    expect(width / height).toBeLessThan(0.8);
    expect(Math.hypot(centre[0] - 13.5, centre[1] - 13.5)).toBeLessThan(0.6);
    // 33 pixels of line, 1.5 to 4 wide.
    expect(mass).toBeGreaterThan(50);
    expect(mass).toBeLessThan(130);
    expect(pixels[0]).toBe(0);
  });

  it("leaves light and dark as they are, or turns them, when that is asked for", () => {
    const dark = drawn({ ...PLAIN, paper: 10, ink: 250 });
    const light = dark.map((level) => 255 - level);
    const expected = asDrawnDigit(dark, [280, 280]).pixels;
    expect(asDrawnDigit(light, [280, 280], { invert: "always" })).toEqual({
      pixels: expected,
      inverted: true,
    });
    expect(asDrawnDigit(dark, [280, 280], { invert: "never" })).toEqual({
      pixels: expected,
      inverted: false,
    });
  });

  it("is dark where nothing is drawn", () => {
    for (const level of [0, 130, 255]) {
      expect(asDrawnDigit(new Uint8Array(100).fill(level), [10, 10]).pixels).toEqual(new Uint8Array(784));
    }
  });
});
