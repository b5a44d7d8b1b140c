import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fakePredictions, numbered } from "../../test/fixtures.js";
import { evaluateMetrics } from "./evaluate-metrics.js";
import type { MetricInput } from "./input.js";
import { rocAuc } from "./roc-auc.js";
import { METRIC_NAMES, METRICS, type MetricName } from "./table.js";
import { precisionRecallCurve, rocCurve } from "./threshold-curves.js";

interface Sample {
  readonly label: number;
  readonly row: readonly number[];
  readonly weight: number;
}

/** Samples of 3 to 6 classes whose probabilities are thirty-seconds: some ties. */
const samples = fc.integer({ min: 3, max: 6 }).chain((classes) =>
  fc.array(
    fc.record({
      label: fc.integer({ min: 0, max: classes - 1 }),
      row: fc
        .array(fc.integer({ min: 0, max: 32 }), { minLength: classes - 1, maxLength: classes - 1 })
        .map((cuts) => {
          const sorted = [0, ...cuts.sort((a, b) => a - b), 32];
          return sorted.slice(1).map((cut, i) => (cut - sorted[i]!) / 32);
        }),
      weight: fc.integer({ min: 1, max: 4 }),
    }),
    { minLength: 1, maxLength: 25 },
  ),
);

const inputOf = (given: readonly Sample[], weighted: boolean): MetricInput => ({
  labels: given.map(({ label }) => label),
  probabilities: given.flatMap(({ row }) => row),
  ...(weighted ? { weights: given.map(({ weight }) => weight) } : {}),
});

const expectSame = (a: Record<string, number>, b: Record<string, number>, digits = 9) => {
  expect(Object.keys(a)).toEqual(Object.keys(b));
  for (const [name, value] of Object.entries(a)) {
    if (Number.isNaN(value)) expect(b[name], name).toBeNaN();
    else expect(b[name], name).toBeCloseTo(value, digits);
  }
};

describe("every metric", () => {
  it("is the same in any order of the samples", () => {
    fc.assert(
      fc.property(samples, (given) => {
        expectSame(
          evaluateMetrics(inputOf(given, true)),
          evaluateMetrics(inputOf([...given].reverse(), true)),
        );
      }),
      { numRuns: 60 },
    );
  });

  it("takes a sample of weight n for n samples", () => {
    fc.assert(
      fc.property(samples, (given) => {
        const repeated = given.flatMap((sample) => new Array<Sample>(sample.weight).fill(sample));
        expectSame(evaluateMetrics(inputOf(given, true)), evaluateMetrics(inputOf(repeated, false)));
      }),
      { numRuns: 60 },
    );
  });

  it("takes a sample of weight 0 for none", () => {
    fc.assert(
      fc.property(samples, samples, (given, [other]) => {
        const classes = given[0]!.row.length;
        const row = Array.from({ length: classes }, (_, i) => (i === 0 ? 1 : 0));
        const none = { label: Math.min(other!.label, classes - 1), row, weight: 0 };
        expectSame(evaluateMetrics(inputOf(given, true)), evaluateMetrics(inputOf([...given, none], true)));
      }),
      { numRuns: 60 },
    );
  });

  it("stays within its bounds", () => {
    const least = (name: string) => (/kappa|matthews|d2/.test(name) ? Number.NEGATIVE_INFINITY : 0);
    const greatest = (name: string) => (name === "log_loss" ? 37 : name === "brier_score" ? 2 : 1);
    fc.assert(
      fc.property(samples, (given) => {
        for (const [name, value] of Object.entries(evaluateMetrics(inputOf(given, true)))) {
          if (Number.isNaN(value)) continue;
          expect(value, name).toBeGreaterThanOrEqual(least(name) - 1e-12);
          expect(value, name).toBeLessThanOrEqual(greatest(name) + 1e-12);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("is the same for renamed classes, unless the order of the classes counts", () => {
    const byOrder: MetricName[] = ["cohen_kappa_linear", "cohen_kappa_quadratic"];
    const names = METRIC_NAMES.filter((name) => !byOrder.includes(name));
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 9 }), fc.integer({ min: 10, max: 50 }), (classes, count) => {
        const { labels, probabilities } = fakePredictions(count, numbered(classes), 1);
        const turned = new Float32Array(probabilities.length);
        const to = (label: number) => (label + 1) % classes;
        for (let i = 0; i < turned.length; i++)
          turned[i - (i % classes) + to(i % classes)] = probabilities[i]!;
        const renamed = Array.from(labels, to);
        expectSame(
          evaluateMetrics({ labels, probabilities }, names),
          evaluateMetrics({ labels: renamed, probabilities: turned }, names),
        );
      }),
      { numRuns: 40 },
    );
  });

  it("is best for right answers that are sure", () => {
    const labels = [0, 1, 2, 3, 3, 1];
    const probabilities = labels.flatMap((label) => [0, 1, 2, 3].map((i) => (i === label ? 1 : 0)));
    for (const [name, value] of Object.entries(evaluateMetrics({ labels, probabilities }))) {
      expect(value, name).toBeCloseTo(METRICS[name as MetricName].better === "higher" ? 1 : 0, 12);
    }
  });
});

describe("ROC AUC", () => {
  it("of two classes is the area under the curve, whatever the average", () => {
    const two = samples.map((given) =>
      given.map(({ label, row, weight }) => ({ label: label % 2, row: [1 - row[0]!, row[0]!], weight })),
    );
    fc.assert(
      fc.property(two, (given) => {
        const input = inputOf(given, true);
        const { falsePositiveRates: x, truePositiveRates: y } = rocCurve(input);
        const area = x.reduce(
          (sum, _, i) => (i === 0 ? 0 : sum + ((x[i]! - x[i - 1]!) * (y[i]! + y[i - 1]!)) / 2),
          0,
        );
        for (const multiClass of ["ovr", "ovo"] as const) {
          for (const average of ["macro", "weighted"] as const) {
            const value = rocAuc(input, { multiClass, average });
            if (Number.isNaN(area)) expect(value).toBeNaN();
            else expect(value).toBeCloseTo(area, 12);
          }
        }
      }),
    );
  });
});

it("average precision is the same of so many samples that they are placed in parts", () => {
  const { labels, probabilities } = fakePredictions(100, numbered(10), 1);
  const times = 600;
  const many = {
    labels: Int32Array.from({ length: 100 * times }, (_, i) => labels[i % 100]!),
    probabilities: Float32Array.from({ length: 1000 * times }, (_, i) => probabilities[i % 1000]!),
    weights: Float32Array.from({ length: 100 * times }, (_, i) => 1 + (i % 2)),
  };
  const few = { labels, probabilities, weights: many.weights.slice(0, 100) };
  const names = ["average_precision_micro", "average_precision_macro", "roc_auc_ovo"] as const;
  expectSame(evaluateMetrics(many, names), evaluateMetrics(few, names));
});

it("curves begin and end where they should", () => {
  const input = { labels: [0, 1, 1], probabilities: [0.9, 0.1, 0.4, 0.6, 0.7, 0.3] };
  expect(rocCurve(input)).toEqual({
    falsePositiveRates: [0, 0, 0, 1],
    truePositiveRates: [0, 0.5, 1, 1],
    thresholds: [Number.POSITIVE_INFINITY, 0.6, 0.3, 0.1],
  });
  expect(precisionRecallCurve(input)).toEqual({
    precisions: [2 / 3, 1, 1, 1],
    recalls: [1, 1, 0.5, 0],
    thresholds: [0.1, 0.3, 0.6],
  });
});
