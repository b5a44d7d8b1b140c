import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chooseThreshold, type ThresholdOptions } from "./choose-threshold.js";

const samples = fc.array(
  fc.record({
    isPositive: fc.boolean(),
    score: fc.integer({ min: 0, max: 16 }).map((n) => n / 16),
    weight: fc.integer({ min: 0, max: 3 }),
  }),
  { minLength: 1, maxLength: 20 },
);

describe("chooseThreshold", () => {
  it("agrees with trying every threshold", () => {
    const wanted: fc.Arbitrary<ThresholdOptions> = fc.oneof(
      fc.record({ precision: fc.constantFrom(0, 0.5, 0.75, 0.9, 1) }),
      fc.record({ recall: fc.constantFrom(0, 0.3, 0.5, 1) }),
      fc.record({
        cost: fc.record({
          falsePositive: fc.integer({ min: 0, max: 5 }),
          falseNegative: fc.integer({ min: 0, max: 5 }),
        }),
      }),
    );
    fc.assert(
      fc.property(samples, wanted, (drawn, options) => {
        const given = drawn.filter(({ weight }) => weight > 0);
        if (given.length === 0) return;
        const weigh = (isCounted: (sample: (typeof given)[number]) => boolean) =>
          given.filter(isCounted).reduce((sum, { weight }) => sum + weight, 0);
        const positives = weigh(({ isPositive }) => isPositive);
        const choices = [
          Number.POSITIVE_INFINITY,
          ...new Set(given.map(({ score }) => score).sort((a, b) => b - a)),
        ].map((threshold) => {
          const hits = weigh(({ isPositive, score }) => isPositive && score >= threshold);
          const falsePositives = weigh(({ isPositive, score }) => !isPositive && score >= threshold);
          const precision = threshold === Number.POSITIVE_INFINITY ? 0 : hits / (hits + falsePositives);
          const recall = positives === 0 ? 0 : hits / positives;
          return { threshold, precision, recall, falsePositives, falseNegatives: positives - hits };
        });
        const { precision, recall, cost } = options;
        const allowed = cost
          ? choices
          : choices.slice(1).filter((c) => c.precision >= (precision ?? 0) && c.recall >= (recall ?? 0));
        const value = (c: (typeof choices)[number]) =>
          cost
            ? -(c.falsePositives * cost.falsePositive + c.falseNegatives * cost.falseNegative)
            : precision === undefined
              ? c.precision
              : c.recall;
        const best = Math.max(...allowed.map(value));
        const expected = allowed.find((choice) => value(choice) === best);
        const input = {
          labels: drawn.map(({ isPositive }) => Number(isPositive)),
          probabilities: drawn.flatMap(({ score }) => [1 - score, score]),
          weights: drawn.map(({ weight }) => weight),
        };
        expect(chooseThreshold(input, options)).toEqual(expected);
      }),
    );
  });

  it("asks for one aim", () => {
    const input = { labels: [0, 1], probabilities: [1, 0, 0, 1] };
    expect(() => chooseThreshold(input, {})).toThrow("expected one of precision, recall and cost");
    expect(() => chooseThreshold(input, { precision: 1, recall: 1 })).toThrow("expected one of");
    expect(() => chooseThreshold(input, { precision: 95 })).toThrow("a number from 0 to 1, received 95");
    expect(() => chooseThreshold(input, { cost: { falsePositive: 1 } as never })).toThrow("falseNegative");
    expect(() => chooseThreshold(input, { recall: 1, positive: 2 })).toThrow(
      "expected positive to be below 2",
    );
  });
});
