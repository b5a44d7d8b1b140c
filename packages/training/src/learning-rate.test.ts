import { expect, it } from "vitest";
import { learningRateAt } from "./learning-rate.js";

it("decays with time as Keras's SGD did", () => {
  const optimizer = { type: "sgd", learningRate: 0.01, decay: 0.01 / 25 } as const;
  expect(learningRateAt(optimizer, 0)).toBe(0.01);
  expect(learningRateAt(optimizer, 2500)).toBeCloseTo(0.005, 12);
  expect(learningRateAt({ type: "adam", learningRate: 0.001 }, 10_000)).toBe(0.001);
});
