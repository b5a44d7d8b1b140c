import { describe, expect, it } from "vitest";
import golden from "../../test/golden/metrics.json" with { type: "json" };
import { smallTraining } from "../../test/saved-run.js";
import { smallModel } from "../../test/small-model.js";
import { tfjsEngine } from "../engines/tfjs.js";
import { fit } from "../fit.js";
import type { FitOptions } from "../fit-options.js";
import { Measurement } from "./measurement.js";
import type { Metric } from "./metric.js";
import { METRIC_NAMES, METRICS, metricProblems } from "./table.js";

const { classes, labels, probabilities, values } = golden;

describe("equals scikit-learn, in whatever batches the images come", () => {
  it.each(Object.entries(values))("%s", (name, expected) => {
    for (const size of [labels.length, 7]) {
      const measurement = new Measurement([METRICS[name as keyof typeof METRICS]]);
      for (let start = 0; start < labels.length; start += size) {
        const end = Math.min(start + size, labels.length);
        measurement.add({
          labels: Int32Array.from(labels.slice(start, end)),
          probabilities: Float32Array.from(probabilities.slice(start * classes, end * classes)),
          classes,
        });
      }
      expect(measurement.values()[name]).toBeCloseTo(expected, 12);
    }
  });

  it("has a reference for every metric", () => {
    expect(Object.keys(values).sort()).toEqual(Object.keys(METRICS).sort());
  });
});

/** Mean of the label's probability: no row of the table. */
const certainty: Metric = {
  name: "certainty",
  better: "higher",
  of: ({ probabilities, labels, classes }) =>
    labels.reduce((sum, label, i) => sum + probabilities[i * classes + label]!, 0) / labels.length,
};

/** With five classes the fifth guess is always right. */
const measured = (epochs: number): FitOptions => ({
  ...smallTraining(epochs),
  metrics: ["top_5_accuracy", "f1_macro", certainty],
});

describe("in a training", () => {
  it("stand in the rows, training's and validation's, those that need everything in validation's only", async () => {
    const { history } = await fit(smallModel({ dropout: true }), measured(2));
    for (const row of history) {
      expect(Object.keys(row)).toEqual([
        "epoch",
        "loss",
        "accuracy",
        "top_5_accuracy",
        "f1_macro",
        "val_loss",
        "val_accuracy",
        "val_top_5_accuracy",
        "val_f1_macro",
        "val_certainty",
        "learning_rate",
        "seconds",
        "images_per_second",
      ]);
      expect([row.top_5_accuracy, row.val_top_5_accuracy]).toEqual([1, 1]);
      expect(row.val_certainty).toBeGreaterThan(0.2);
      expect(row.f1_macro).toBeLessThanOrEqual(1);
    }
  });

  it("are the same with both engines", async () => {
    const [onnx, tfjs] = await Promise.all(
      [{}, { engine: tfjsEngine() }].map((engine) => fit(smallModel(), { ...measured(1), ...engine })),
    );
    for (const key of ["f1_macro", "val_f1_macro", "val_certainty"]) {
      expect(onnx!.history[0]![key]).toBeCloseTo(tfjs!.history[0]![key]!, 4);
    }
  });

  it("are the same when the training was stopped in the middle of an epoch", async () => {
    const expected = await fit(smallModel(), measured(1));
    const controller = new AbortController();
    const callbacks = [{ name: "stop", onBatchEnd: () => controller.abort() }];
    const half = await fit(smallModel(), { ...measured(1), callbacks, signal: controller.signal });
    const resumed = await fit(smallModel(), { ...measured(1), resumeFrom: half.checkpoint });
    const numbers = ({ seconds: _, images_per_second: __, ...row }: object & Record<string, unknown>) => row;
    expect(resumed.history.map(numbers)).toEqual(expected.history.map(numbers));
  });

  it("can be watched by name", async () => {
    const seen: unknown[] = [];
    const callbacks = [
      { name: "look", onBatchEnd: (event: { metrics: unknown }) => void seen.push(event.metrics) },
    ];
    await fit(smallModel(), { ...measured(1), callbacks });
    expect(seen).toHaveLength(3);
    expect(seen[0]).toEqual({ top_5_accuracy: 1, f1_macro: expect.any(Number) });
  });
});

it("names everything that is wrong with a list of metrics", () => {
  expect(metricProblems(["top5_accuracy", "accuracy", { name: "x" }, certainty, certainty])).toEqual([
    `metrics: expected one of ${METRIC_NAMES.join(", ")}, received "top5_accuracy". Did you mean "top_5_accuracy"?`,
    'metrics: "accuracy" is always measured, leave it out',
    'expected metrics[2] to be a name or { name, better, of } with better "lower" or "higher"',
    'metrics: "certainty" is given twice',
  ]);
});
