import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fakePredictions, numbered } from "../../test/fixtures.js";
import golden from "../../test/golden/statistics.json" with { type: "json" };
import type { MetricInput } from "../metrics/input.js";
import { bootstrapInterval, pairedBootstrap } from "./bootstrap.js";
import { bcaInterval, percentileInterval } from "./interval.js";
import { mcNemarTest } from "./mcnemar.js";
import { normalQuantile, normalTail } from "./normal.js";
import { randomIndices } from "./random.js";
import { wilsonInterval } from "./wilson.js";

const of = (count: number, skill: number): MetricInput => {
  const { labels, probabilities } = fakePredictions(count, numbered(4), skill);
  return { labels, probabilities };
};

describe("the normal distribution", () => {
  it.each(golden.quantiles)("has the quantile of %d", (share, quantile) => {
    expect(normalQuantile(share!) - quantile!).toBeCloseTo(0, 9);
  });
  it.each(golden.tails)("has the tail from %d", (place, tail) => {
    expect(normalTail(place!) / tail!).toBeCloseTo(1, 10);
  });
});

describe("Wilson's interval", () => {
  it.each(golden.wilson)("of $hits of $trials at $level is statsmodels'", ({ hits, trials, level, ends }) => {
    const { low, high } = wilsonInterval(hits, trials, { level });
    expect(low).toBeCloseTo(ends[0]!, 12);
    expect(high).toBeCloseTo(ends[1]!, 12);
  });

  it("refuses more hits than trials, and other levels", () => {
    expect(() => wilsonInterval(2, 1)).toThrow("expected hits to be at most trials");
    expect(() => wilsonInterval(0, 0)).toThrow("received 0 of 0");
    expect(() => wilsonInterval(1, 2, { level: 95 })).toThrow(
      "expected wilsonInterval.level to be a number between 0 and 1",
    );
  });
});

describe.each(golden.intervals)(
  "bootstrap of $name",
  ({ replicates, estimate, leftOut, level, percentile, bca }) => {
    it("has SciPy's percentiles", () => {
      const { low, high } = percentileInterval(replicates, level);
      expect([low, high]).toEqual(percentile.map((end) => expect.closeTo(end, 12)));
    });

    it("has SciPy's BCa interval", () => {
      const { low, high } = bcaInterval(replicates, estimate, leftOut, level);
      expect([low, high]).toEqual(bca.map((end) => expect.closeTo(end, 12)));
    });
  },
);

describe("bootstrapInterval", () => {
  it("is about Wilson's for accuracy, by either method", () => {
    const input = of(600, 1);
    for (const method of ["bca", "percentile"] as const) {
      const { estimate, low, high } = bootstrapInterval(input, "accuracy", { method });
      const wilson = wilsonInterval(Math.round(estimate * 600), 600);
      expect(low).toBeCloseTo(wilson.low, 2);
      expect(high).toBeCloseTo(wilson.high, 2);
    }
  });

  it("is the same for the same seed and another for another", () => {
    const interval = (seed: number) => bootstrapInterval(of(100, 1), "f1_macro", { seed, resamples: 50 });
    expect(interval(3)).toEqual(interval(3));
    expect(interval(3)).not.toEqual(interval(4));
  });

  it.each(["log_loss", "roc_auc_ovo", "adaptive_calibration_error", "average_precision_micro"] as const)(
    "has the estimate of %s within it",
    (name) => {
      const { estimate, low, high } = bootstrapInterval(of(80, 2), name, {
        resamples: 80,
        method: "percentile",
      });
      expect(low).toBeLessThan(high);
      expect(Math.abs(estimate - (low + high) / 2)).toBeLessThan(high - low);
    },
  );

  it("is a point where nothing varies, and NaN where nothing is defined", () => {
    const sure = { labels: [0, 1, 0], predicted: [0, 1, 0] };
    expect(bootstrapInterval(sure, "accuracy")).toEqual({ estimate: 1, low: 1, high: 1, level: 0.95 });
    const one = { labels: [0, 0], predicted: [0, 0] };
    expect(bootstrapInterval(one, "cohen_kappa").low).toBeNaN();
  });

  it("groups what it leaves out, of many samples", () => {
    const { low, high, estimate } = bootstrapInterval(of(2500, 1), "balanced_accuracy", { resamples: 200 });
    expect(high - low).toBeLessThan(0.06);
    expect(low).toBeLessThan(estimate);
    expect(high).toBeGreaterThan(estimate);
  });

  it("measures what it is given", () => {
    const mistakes = {
      title: "Mistakes",
      better: "lower",
      needs: "labels",
      compute: ({ labels, predicted, weights }: MetricInput) =>
        Array.from(labels).reduce<number>(
          (sum, label, i) => sum + (label === predicted![i] ? 0 : weights![i]!),
          0,
        ),
    } as const;
    const input = { labels: [0, 1, 1, 0], predicted: [0, 1, 0, 0] };
    expect(bootstrapInterval(input, mistakes, { method: "percentile" })).toMatchObject({
      estimate: 1,
      low: 0,
      high: 3,
    });
  });

  it("refuses unknown metrics and options", () => {
    expect(() => bootstrapInterval(of(10, 1), "accurcy" as never)).toThrow('Did you mean "accuracy"?');
    expect(() => bootstrapInterval(of(10, 1), "accuracy", { samples: 3, seed: -1 } as never)).toThrow(
      'bootstrapInterval has no option "samples"',
    );
    expect(() => bootstrapInterval(of(10, 1), { compute: () => 1 } as never)).toThrow(
      "expected the metric to be a name or a row",
    );
  });
});

describe("two models", () => {
  // The same labels: they are drawn before the probabilities.
  const [good, better] = [of(400, 1), of(400, 3)];

  it("are told apart by a paired bootstrap", () => {
    const result = pairedBootstrap(good, better, "accuracy", { resamples: 500 });
    expect(result.estimate).toBeGreaterThan(0.1);
    expect(result.low).toBeGreaterThan(0);
    expect(result.pValue).toBeCloseTo(2 / 501, 12);
    expect(pairedBootstrap(better, good, "accuracy", { resamples: 500 }).estimate).toBeCloseTo(
      -result.estimate,
      12,
    );
  });

  it("are no different from themselves", () => {
    expect(pairedBootstrap(good, good, "log_loss", { resamples: 50 })).toMatchObject({
      estimate: 0,
      low: 0,
      high: 0,
      pValue: 1,
    });
    expect(mcNemarTest(good, good)).toEqual({ firstOnly: 0, secondOnly: 0, statistic: 0, pValue: 1 });
    expect(mcNemarTest(good, good, { method: "corrected" }).pValue).toBe(1);
  });

  it.each(golden.mcNemar)("with $firstOnly and $secondOnly have statsmodels' McNemar test", (reference) => {
    const { firstOnly, secondOnly } = reference;
    const count = firstOnly + secondOnly;
    const labels = new Int32Array(count + 3);
    const right = (from: number, to: number) =>
      Int32Array.from(labels, (_, i) => (i >= from && i < to ? 0 : 1));
    const first = { labels, predicted: right(0, firstOnly) };
    const second = { labels, predicted: right(firstOnly, count) };
    for (const method of ["exact", "corrected"] as const) {
      const [statistic, pValue] = reference[method];
      const result = mcNemarTest(first, second, { method });
      expect(result).toEqual({
        firstOnly,
        secondOnly,
        statistic: expect.closeTo(statistic!, 9),
        pValue: expect.any(Number),
      });
      expect(result.pValue / pValue!).toBeCloseTo(1, 9);
    }
  });

  it("must have been tested on the same samples", () => {
    const other = { labels: [0, 1], predicted: [0, 1] };
    expect(() => mcNemarTest({ labels: [1, 1], predicted: [0, 1] }, other)).toThrow(
      "expected the same labels in the same order",
    );
    expect(() => mcNemarTest(other, { ...other, weights: [1, 2] })).toThrow("expected the same weights");
    const weighted = { ...other, weights: [1, 2] };
    expect(() => mcNemarTest(weighted, weighted)).toThrow("expected no weights");
  });
});

it("indices are spread evenly and stay below the limit", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 40 }), fc.integer({ min: 1, max: 12 }), (seed, limit) => {
      const draw = randomIndices(seed);
      const counts = new Array<number>(limit).fill(0);
      for (let i = 0; i < 1200; i++) counts[draw(limit)]!++;
      expect(counts).toHaveLength(limit);
      for (const count of counts)
        expect(Math.abs(count - 1200 / limit)).toBeLessThan(6 * Math.sqrt(1200 / limit));
    }),
    { numRuns: 50 },
  );
});
