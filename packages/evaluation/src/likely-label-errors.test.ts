import { describe, expect, it } from "vitest";
import golden from "../test/golden/label-errors.json" with { type: "json" };
import { likelyLabelErrors } from "./likely-label-errors.js";

/** Of what was found the share that is planted, and of what is planted the share that was found. */
function scores(found: readonly number[], planted: readonly number[]) {
  const right = found.filter((index) => planted.includes(index)).length;
  return { precision: right / found.length, recall: right / planted.length };
}

/** What is to be found at least, by the name of the case. */
const STATED: Readonly<Record<string, { readonly precision: number; readonly recall: number }>> = {
  "three classes, told apart well": { precision: 1, recall: 0.9 },
  "five classes, many errors": { precision: 0.96, recall: 0.86 },
  "six classes, always taken for the next one": { precision: 0.83, recall: 0.83 },
};

describe.each(golden.cases)("cleanlab: $name", ({ name, tenThousandths, labels, planted, found: theirs }) => {
  const probabilities = Float64Array.from(tenThousandths, (value) => value / 10_000);
  const errors = likelyLabelErrors({ probabilities, labels });
  const found = errors.map(({ index }) => index);

  it("finds the same images", () => {
    expect(found.toSorted((a, b) => a - b)).toEqual(theirs.toSorted((a, b) => a - b));
  });

  it("finds planted errors with the precision and recall that are stated", () => {
    const { precision, recall } = scores(found, planted);
    expect(precision).toBeGreaterThanOrEqual(STATED[name]!.precision);
    expect(recall).toBeGreaterThanOrEqual(STATED[name]!.recall);
  });

  it("gives the surest first, each with a likelier class", () => {
    const confidences = errors.map(({ selfConfidence }) => selfConfidence);
    expect(confidences).toEqual(confidences.toSorted((a, b) => a - b));
    for (const { index, label, suggested, suggestedConfidence, selfConfidence } of errors) {
      expect(label).toBe(labels[index]);
      expect(suggested).not.toBe(label);
      expect(suggestedConfidence).toBeGreaterThan(selfConfidence);
    }
  });
});

describe("likelyLabelErrors", () => {
  it("finds nothing where the model agrees with all labels, or knows nothing", () => {
    expect(likelyLabelErrors({ probabilities: [0.9, 0.1, 0.2, 0.8], labels: [0, 1] })).toEqual([]);
    expect(likelyLabelErrors({ probabilities: [0.5, 0.5, 0.5, 0.5], labels: [0, 1] })).toEqual([]);
  });

  it("leaves a class its only image, and takes classes without images for what they are", () => {
    const rows = [
      [0.9, 0.05, 0.05],
      [0.8, 0.1, 0.1],
      [0.99, 0.005, 0.005],
    ];
    expect(likelyLabelErrors({ probabilities: rows.flat(), labels: [0, 0, 1] })).toEqual([]);
  });

  it("takes logits as well", () => {
    const logits = [4, 0, 4, 0, 0, 4, 0, 4, 4, 0];
    const labels = [0, 0, 1, 1, 1];
    expect(likelyLabelErrors({ logits, labels })).toEqual([
      expect.objectContaining({ index: 4, label: 1, suggested: 0 }),
    ]);
  });

  it("refuses what are no probabilities of so many images", () => {
    expect(() => likelyLabelErrors({ probabilities: [0.5, 0.4], labels: [0] })).toThrow(/do not sum to 1/);
    expect(() => likelyLabelErrors({ probabilities: [0.5, 0.5], labels: [2] })).toThrow(/labels/);
  });
});
