import { expect, it } from "vitest";
import { cosine, exponential, radians, sine } from "./elementary.js";

const near = (value: number, expected: number) => expect(Math.abs(value - expected)).toBeLessThan(1e-15);

it("computes powers of e", () => {
  for (let x = -30; x <= 30; x += 0.137) near(exponential(x) / Math.exp(x), 1);
  expect([exponential(0), exponential(-800), exponential(800)]).toEqual([1, 0, Number.POSITIVE_INFINITY]);
});

it("computes sines and cosines", () => {
  for (let degrees = -725; degrees <= 725; degrees += 1.37) {
    near(sine(radians(degrees)), Math.sin(radians(degrees)));
    near(cosine(radians(degrees)), Math.cos(radians(degrees)));
  }
  expect([sine(0), cosine(0)]).toEqual([0, 1]);
});
