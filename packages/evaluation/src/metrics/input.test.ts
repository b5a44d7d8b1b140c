import { describe, expect, it } from "vitest";
import { accuracy } from "./accuracy.js";
import { cohenKappa } from "./agreement.js";
import { confusionMatrix } from "./confusion-matrix.js";
import { evaluateMetrics } from "./evaluate-metrics.js";
import type { MetricInput } from "./input.js";
import { fBeta } from "./precision-recall.js";
import { logLoss } from "./probability-scores.js";
import { softmax } from "./softmax.js";
import { METRIC_NAMES, METRICS } from "./table.js";
import { rocCurve } from "./threshold-curves.js";

const good = { labels: [0, 1], probabilities: [0.75, 0.25, 0.5, 0.5] };

describe("input", () => {
  it("may be classes alone, for metrics that need no more", () => {
    const values = evaluateMetrics({ labels: [0, 1, 2], predicted: [0, 2, 2] });
    expect(values.accuracy).toBeCloseTo(2 / 3, 12);
    expect(Object.keys(values)).toEqual(METRIC_NAMES.filter((name) => METRICS[name].needs === "labels"));
    expect(confusionMatrix({ labels: [0], predicted: [1], classNames: ["a", "b", "c"] })).toHaveLength(3);
  });

  it("may be logits", () => {
    const logits = [2, 0, -1, 1000, 0, 999];
    const probabilities = softmax(Float64Array.from(logits), 3);
    expect(probabilities[3]).toBeCloseTo(1 / (1 + Math.exp(-1)), 12);
    expect(evaluateMetrics({ labels: [0, 2], logits })).toEqual(
      evaluateMetrics({ labels: [0, 2], probabilities }),
    );
  });

  it("is clipped by the precision of its numbers in the log loss", () => {
    const loss = (probabilities: ArrayLike<number>) => logLoss({ labels: [1], probabilities });
    expect(loss([1, 0])).toBeCloseTo(52 * Math.log(2), 9);
    expect(loss(Float32Array.of(1, 0))).toBeCloseTo(23 * Math.log(2), 9);
  });

  it.each<[string, () => unknown, ...string[]]>([
    [
      "unknown options",
      () => accuracy({ ...good, sample_weight: [1, 1] } as never),
      'accuracy has no option "sample_weight"',
    ],
    ["nothing", () => accuracy(undefined as never), "expected the options of accuracy to be an object"],
    [
      "labels alone",
      () => accuracy({ labels: [0] }),
      "expected one of probabilities, logits and predicted, received none",
    ],
    [
      "two kinds of predictions",
      () => accuracy({ ...good, predicted: [0, 1] }),
      "received probabilities and predicted",
    ],
    ["no samples", () => accuracy({ labels: [], predicted: [] }), "labels is empty"],
    [
      "other lengths, all of them",
      () => accuracy({ labels: [0, 1], predicted: [0], weights: [1] }),
      "predicted has 1 values, expected 2, one a label",
      "weights has 1 values, expected 2, one a label",
    ],
    [
      "rows of another length",
      () => accuracy({ labels: [0, 1], probabilities: [1, 0, 0] }),
      "probabilities has 3 values, expected a row of the same length for each of 2 labels",
    ],
    [
      "names of other classes",
      () => accuracy({ ...good, classNames: ["a"] }),
      "probabilities has 4 values, expected 2 (2 labels × 1 classes)",
    ],
    [
      "labels and predictions outside",
      () => accuracy({ labels: [0, -1], predicted: [2, Number.NaN], classNames: ["a", "b"] }),
      "1 of 2 labels are outside the 2 classes, the first is -1 at index 1",
      "2 of 2 predicted classes are outside the 2 classes, the first is 2 at index 0",
    ],
    ["a class as high as an id", () => accuracy({ labels: [1e9], predicted: [0] }), "at most 20000 classes"],
    [
      "NaN",
      () => logLoss({ labels: [0], probabilities: [Number.NaN, 1] }),
      "1 of 2 values are no probabilities, the first is NaN at [0, 0]",
    ],
    [
      "sums that are not 1",
      () => logLoss({ labels: [0, 0], probabilities: [1, 0, 0.5, 0.25] }),
      "the probabilities of 1 of 2 samples do not sum to 1, the first are of sample 1 with 0.75",
    ],
    ["weights below 0", () => accuracy({ ...good, weights: [1, -1] }), "weights has -1 at index 1"],
    ["no weight", () => accuracy({ ...good, weights: [0, 0] }), "all weights are 0"],
    [
      "classes where probabilities are needed",
      () => evaluateMetrics({ labels: [0], predicted: [0] }, ["accuracy", "log_loss", "roc_auc_ovr"]),
      "log_loss needs probabilities or logits, received predicted classes; roc_auc_ovr needs",
    ],
    [
      "unknown metrics",
      () => evaluateMetrics(good, ["acuracy", "accuracy", "accuracy"] as never),
      'unknown metric "acuracy". Did you mean "accuracy"?',
      'metric "accuracy" is given twice',
    ],
    [
      "a wrong average",
      () => fBeta(good, { average: "mean" as never, beta: 0 }),
      "fBeta.average",
      "fBeta.beta",
    ],
    ["wrong weights of kappa", () => cohenKappa(good, { weights: "cubic" as never }), '"linear"'],
    ["a class that is not there", () => rocCurve(good, { positive: 2 }), "expected positive to be below 2"],
  ])("refuses %s", (_, call, ...problems) => {
    for (const problem of problems) expect(call).toThrow(problem);
    expect(call).toThrow(expect.objectContaining({ name: "EvaluationInputError" }));
  });

  it("is never changed", () => {
    const input: MetricInput = {
      labels: Int32Array.of(0, 1),
      probabilities: Float64Array.of(0.75, 0.25, 0.5, 0.5),
    };
    evaluateMetrics(input);
    expect(input).toEqual({
      labels: Int32Array.of(0, 1),
      probabilities: Float64Array.of(0.75, 0.25, 0.5, 0.5),
    });
  });
});
