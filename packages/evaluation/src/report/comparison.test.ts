import { expect, it } from "vitest";
import { digits, fakePredictions } from "../../test/fixtures.js";
import { mcNemarTest } from "../statistics/mcnemar.js";
import { comparisonOf } from "./comparison.js";

const samples = 300;
const now = fakePredictions(samples, digits, 4);
const before = fakePredictions(samples, digits, 2);

it("counts who has which images right, and lists what was lost", () => {
  const found = comparisonOf({ name: "before", probabilities: before.probabilities }, now);
  const { bothRight, onlyModelRight, onlyBaselineRight, bothWrong, difference, interval, lost } = found;
  expect(bothRight + onlyModelRight + onlyBaselineRight + bothWrong).toBe(samples);
  expect(found.accuracy).toBeCloseTo((bothRight + onlyBaselineRight) / samples, 12);
  expect(difference).toBeCloseTo((onlyModelRight - onlyBaselineRight) / samples, 12);
  expect(interval[0]).toBeLessThan(difference);
  expect(interval[1]).toBeGreaterThan(difference);
  expect(found.pValue).toBe(mcNemarTest(now, before).pValue);
  expect(lost).toHaveLength(Math.min(12, onlyBaselineRight));
  for (const { trueClass, predictedClass } of lost) expect(predictedClass).not.toBe(trueClass);
});

it("of a model with itself is no difference", () => {
  const same = comparisonOf({ name: "itself", probabilities: now.probabilities }, now);
  expect(same).toMatchObject({ difference: 0, onlyModelRight: 0, onlyBaselineRight: 0, pValue: 1, lost: [] });
});
