import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fakePredictions, numbered } from "../../test/fixtures.js";
import { MetricAccumulator } from "./accumulator.js";
import { confusionMatrix } from "./confusion-matrix.js";
import { evaluateMetrics } from "./evaluate-metrics.js";
import { METRIC_NAMES, METRICS } from "./table.js";

const counted = METRIC_NAMES.filter((name) => METRICS[name].ofTally);
const { labels, probabilities, classNames } = fakePredictions(60, numbered(4), 2);
const weights = Float64Array.from(labels, (_, i) => i % 3);

describe("MetricAccumulator", () => {
  it("gives what all samples at once give, in whatever batches they come", () => {
    const whole = evaluateMetrics({ labels, probabilities, weights }, counted);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 59 }), { maxLength: 8 }), (cuts) => {
        const accumulator = new MetricAccumulator({ classNames });
        const edges = [0, ...new Set(cuts.map((cut) => cut - (cut % 2)).sort((a, b) => a - b)), 60];
        for (const [i, to] of edges.entries()) {
          const from = edges[i - 1]!;
          if (i === 0 || from === to) continue;
          accumulator.add({
            labels: labels.slice(from, to),
            probabilities: probabilities.slice(4 * from, 4 * to),
            weights: weights.slice(from, to),
          });
        }
        const values = accumulator.values();
        expect(Object.keys(values)).toEqual(counted);
        for (const name of counted) expect(values[name], name).toBeCloseTo(whole[name], 12);
        expect(accumulator.confusionMatrix()).toEqual(confusionMatrix({ labels, probabilities, weights }));
      }),
    );
  });

  it("counts classes alone", () => {
    const accumulator = new MetricAccumulator({ classNames: ["a", "b"] });
    accumulator.add({ labels: [0, 1], predicted: [0, 0] });
    expect(Object.keys(accumulator.values())).toEqual(
      counted.filter((name) => METRICS[name].needs === "labels"),
    );
    expect(accumulator.values().accuracy).toBe(0.5);
  });

  it("is unchanged by a batch that it refuses", () => {
    const accumulator = new MetricAccumulator({ classNames, names: ["accuracy", "log_loss"] });
    accumulator.add({ labels, probabilities });
    const before = accumulator.values();
    expect(() => accumulator.add({ labels: [0, 9], probabilities: [1, 0, 0, 0, 1, 0, 0, 0] })).toThrow(
      "1 of 2 labels are outside the 4 classes",
    );
    expect(() => accumulator.add({ labels: [0], predicted: [0] })).toThrow("needs probabilities or logits");
    expect(accumulator.values()).toEqual(before);
  });

  it("refuses by name what it cannot count", () => {
    expect(() => new MetricAccumulator({ classNames, names: ["accuracy", "roc_auc_ovr"] })).toThrow(
      "roc_auc_ovr ranks all samples: keep them, and give them to evaluateMetrics",
    );
    expect(() => new MetricAccumulator({ classNames, names: ["acuracy" as never] })).toThrow(
      'Did you mean "accuracy"?',
    );
    expect(() => new MetricAccumulator({ classes: 3 } as never)).toThrow('has no option "classes"');
    expect(() => new MetricAccumulator({ classNames }).values()).toThrow("no batch was added yet");
  });
});
