import { describe, expect, it } from "vitest";
import {
  accuracy,
  averagePrecision,
  balancedAccuracy,
  brierScore,
  cohenKappa,
  confusionMatrix,
  evaluateMetrics,
  fBeta,
  jaccard,
  logLoss,
  METRIC_NAMES,
  type MetricInput,
  type MetricName,
  matthewsCorrelation,
  precision,
  precisionRecallCurve,
  recall,
  rocAuc,
  rocCurve,
  topKAccuracy,
} from "../src/index.js";
import golden from "./golden/metrics.json" with { type: "json" };

type Case = (typeof golden.cases)[number];

const inputOf = ({ type, labels, probabilities, weights }: Case): MetricInput => ({
  labels,
  probabilities: type === "float32" ? Float32Array.from(probabilities) : probabilities,
  ...(weights ? { weights } : {}),
});

/** Equal to 1e-9; NaN is stored as null. */
const expectClose = (received: readonly number[], expected: readonly (number | null)[]) => {
  expect(received).toHaveLength(expected.length);
  for (const [i, value] of expected.entries()) {
    if (value === null) expect(received[i]).toBeNaN();
    else expect(received[i]).toBeCloseTo(value, 9);
  }
};

const byName: Partial<Record<MetricName, (input: MetricInput) => number>> = {
  accuracy,
  balanced_accuracy: balancedAccuracy,
  top_3_accuracy: (input) => topKAccuracy(input, { k: 3 }),
  precision_micro: (input) => precision(input, { average: "micro" }),
  precision_macro: (input) => precision(input),
  recall_weighted: (input) => recall(input, { average: "weighted" }),
  f1_macro: (input) => fBeta(input),
  jaccard_weighted: (input) => jaccard(input, { average: "weighted" }),
  cohen_kappa: (input) => cohenKappa(input),
  cohen_kappa_quadratic: (input) => cohenKappa(input, { weights: "quadratic" }),
  matthews_corrcoef: matthewsCorrelation,
  log_loss: logLoss,
  brier_score: brierScore,
  roc_auc_ovr: (input) => rocAuc(input),
  roc_auc_ovo_weighted: (input) => rocAuc(input, { multiClass: "ovo", average: "weighted" }),
  average_precision_micro: (input) => averagePrecision(input, { average: "micro" }),
};

describe.each(golden.cases)("scikit-learn: $name", (reference) => {
  const input = inputOf(reference);
  const expected: Partial<Record<string, number | null>> = reference.values;

  it("has the same value of every metric, all at once and one by one", () => {
    const names = METRIC_NAMES.filter((name) => expected[name] !== undefined);
    expect(names.length).toBeGreaterThan(20);
    const values = evaluateMetrics(input, names);
    for (const name of names) {
      expectClose([values[name]], [expected[name]!]);
      const single = byName[name];
      if (single) expect(single(input)).toBe(values[name]);
    }
  });

  it("has the same scores by class, F2 and confusion matrices", () => {
    const { perClass, f2, confusionMatrix: matrices } = reference;
    const none = { average: "none" } as const;
    expectClose(precision(input, none), perClass.precision);
    expectClose(recall(input, none), perClass.recall);
    expectClose(fBeta(input, none), perClass.f1);
    expectClose(jaccard(input, none), perClass.jaccard);
    for (const average of ["micro", "macro", "weighted"] as const) {
      expect(fBeta(input, { beta: 2, average })).toBeCloseTo(f2[average], 9);
    }
    expectClose(confusionMatrix(input).flat(), matrices.None.flat());
    for (const normalize of ["true", "pred", "all"] as const) {
      expectClose(confusionMatrix(input, { normalize }).flat(), matrices[normalize].flat());
    }
  });

  const { curves } = reference;
  it.runIf(curves)("has the same curves", () => {
    const { positive } = curves!;
    for (const [key, dropIntermediate] of [
      ["True", true],
      ["False", false],
    ] as const) {
      const roc = rocCurve(input, { positive, dropIntermediate });
      const [fpr, tpr, thresholds] = curves![`roc-${key}`];
      expectClose(roc.falsePositiveRates, fpr!);
      expectClose(roc.truePositiveRates, tpr!);
      expectClose(roc.thresholds.slice(1), thresholds!);
      expect(roc.thresholds[0]).toBe(Number.POSITIVE_INFINITY);
      const pr = precisionRecallCurve(input, { positive, dropIntermediate });
      const [precisions, recalls, at] = curves![`pr-${key}`];
      expectClose(pr.precisions, precisions!);
      expectClose(pr.recalls, recalls!);
      expectClose(pr.thresholds, at!);
    }
  });
});

it("has a reference for every metric of the table", () => {
  const covered = new Set(golden.cases.flatMap(({ values }) => Object.keys(values)));
  // Calibration errors have theirs in calibration-golden.test.ts.
  const names = METRIC_NAMES.filter((name) => !name.endsWith("_calibration_error"));
  expect(names.filter((name) => !covered.has(name))).toEqual([]);
});
