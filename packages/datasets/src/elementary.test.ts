import { expect, it } from "vitest";
import { cosineOfDegrees, exponential, sineOfDegrees } from "./elementary.js";

const near = (value: number, expected: number) => expect(Math.abs(value - expected)).toBeLessThan(1e-15);

it("computes powers of e", () => {
  for (let x = -30; x <= 30; x += 0.137) near(exponential(x) / Math.exp(x), 1);
  expect([exponential(0), exponential(-800), exponential(800)]).toEqual([1, 0, Number.POSITIVE_INFINITY]);
});

it("computes sines and cosines", () => {
  for (let degrees = -725; degrees <= 725; degrees += 1.37) {
    near(sineOfDegrees(degrees), Math.sin((degrees % 360) * (Math.PI / 180)));
    near(cosineOfDegrees(degrees), Math.cos((degrees % 360) * (Math.PI / 180)));
  }
  const quarters = [-90, 0, 90, 180, 270, 360];
  expect(quarters.map((degrees) => sineOfDegrees(degrees) + 0)).toEqual([-1, 0, 1, 0, -1, 0]);
  expect(quarters.map((degrees) => cosineOfDegrees(degrees) + 0)).toEqual([0, 1, 0, -1, 0, 1]);
});
