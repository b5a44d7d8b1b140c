import { describe, expect, it } from "vitest";
import { classificationReport, evaluate } from "../src/index.js";
import golden from "./golden/golden.json" with { type: "json" };

/** Sums are taken in scikit-learn's order, so scores agree to the last bit; only the loss is left to tolerance. */
describe.each(golden.cases)("scikit-learn: $name", (reference) => {
  const evaluation = evaluate({
    probabilities: Float32Array.from(reference.tenThousandths, (value) => value / 10_000),
    labels: reference.labels,
    classNames: reference.classNames,
    topK: Object.keys(reference.topK).map(Number),
  });

  it("has the same loss, accuracy and top-k", () => {
    expect(evaluation.loss).toBeCloseTo(reference.loss, 12);
    expect(evaluation.accuracy).toBe(reference.accuracy);
    expect(evaluation.topK).toEqual(reference.topK);
  });

  it("has the same confusion matrix", () => {
    expect(evaluation.confusionMatrix).toEqual(reference.confusionMatrix);
  });

  it("has the same scores by class and on average", () => {
    expect(evaluation.perClass).toEqual(reference.perClass);
    expect(evaluation.macro).toEqual({ ...reference.macro, support: reference.labels.length });
    expect(evaluation.weighted).toEqual({ ...reference.weighted, support: reference.labels.length });
  });

  it.each(Object.entries(reference.reports))("prints the same report with %s digits", (digits, text) => {
    expect(classificationReport(evaluation, { digits: Number(digits) })).toBe(text);
  });
});
