import { expect, it } from "vitest";
import { pictureLooks } from "./picture-looks.js";

const picture = (pixels: readonly (readonly [number, number, number])[]) => Uint8Array.from(pixels.flat());

it("measures brightness, contrast and colourfulness by their formulas", () => {
  // Half red, half grey: rg is 200 and 0, yb is 100 and 0.
  const half = picture([...Array(8).fill([200, 0, 0]), ...Array(8).fill([90, 90, 90])]);
  const looks = pictureLooks([4, 4, 3])(half);
  // 0.299 · 200, rounded, and 90.
  expect(looks.brightness).toBe((60 + 90) / 2);
  expect(looks.contrast).toBeCloseTo(15, 9);
  // √(100² + 50²) + 0.3 √(100² + 50²)
  expect(looks.colourfulness).toBeCloseTo(1.3 * Math.hypot(100, 50), 9);
});

it("finds no colour in grey pictures, with three channels or one", () => {
  const grey = Uint8Array.from({ length: 28 * 28 }, (_, i) => (i * 37) % 256);
  const looks = pictureLooks([28, 28, 1])(grey);
  expect(looks.colourfulness).toBe(0);
  const rgb = Uint8Array.from(grey, (level) => level).reduce<number[]>((all, level) => {
    all.push(level, level, level);
    return all;
  }, []);
  expect(pictureLooks([28, 28, 3])(Uint8Array.from(rgb))).toEqual(looks);
});
