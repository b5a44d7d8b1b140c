import { describe, expect, it } from "vitest";
import { fakePredictions, numbered } from "../test/fixtures.js";
import { mostConfused, worstMistakes } from "./error-analysis.js";
import { evaluate } from "./evaluate.js";

const classNames = ["cat", "dog", "owl"];

describe("worstMistakes", () => {
  it("lists wrong predictions by confidence, with both likelihoods", () => {
    const mistakes = worstMistakes({
      probabilities: Float32Array.of(0.75, 0.25, 0, 0.5, 0.25, 0.25, 0, 0.125, 0.875, 0, 1, 0),
      labels: [1, 2, 0, 1],
      classNames,
    });
    expect(mistakes).toEqual([
      { index: 2, trueClass: "cat", predictedClass: "owl", probability: 0.875, trueProbability: 0 },
      { index: 0, trueClass: "dog", predictedClass: "cat", probability: 0.75, trueProbability: 0.25 },
      { index: 1, trueClass: "owl", predictedClass: "cat", probability: 0.5, trueProbability: 0.25 },
    ]);
  });

  it("agrees with sorting all mistakes, whatever the limit", () => {
    const predictions = fakePredictions(300, numbered(6), 1);
    const all = worstMistakes({ ...predictions, limit: 300 });
    const { accuracy } = evaluate(predictions);
    expect(all).toHaveLength(300 - Math.round(accuracy * 300));
    expect(all).toEqual([...all].sort((a, b) => b.probability - a.probability || a.index - b.index));
    for (const limit of [0, 1, 7, 24]) {
      expect(worstMistakes({ ...predictions, limit })).toEqual(all.slice(0, limit));
    }
  });

  it("keeps data set order among equals", () => {
    const probabilities = Float32Array.from({ length: 12 }, (_, i) => (i % 3 === 0 ? 1 : 0));
    const indices = (limit: number) =>
      worstMistakes({ probabilities, labels: [1, 1, 2, 0], classNames, limit }).map(({ index }) => index);
    expect(indices(2)).toEqual([0, 1]);
    expect(indices(9)).toEqual([0, 1, 2]);
  });

  it("refuses sizes that disagree", () => {
    expect(() => worstMistakes({ probabilities: new Float32Array(2), labels: [0], classNames })).toThrow(
      "[imgcls/evaluation] Cannot list mistakes: probabilities has 2 values, expected 3",
    );
  });
});

describe("mostConfused", () => {
  const evaluation = evaluate({
    // Predicted: cat cat cat dog dog owl owl
    probabilities: Float32Array.from(
      [0, 0, 0, 1, 1, 2, 2].flatMap((p) => [0, 1, 2].map((c) => Number(c === p))),
    ),
    labels: [0, 1, 1, 0, 2, 2, 1],
    classNames,
  });

  it("lists ordered pairs by count, then in the order of the matrix", () => {
    expect(mostConfused(evaluation)).toEqual([
      { trueClass: "dog", predictedClass: "cat", count: 2, share: 2 / 3 },
      { trueClass: "cat", predictedClass: "dog", count: 1, share: 1 / 2 },
      { trueClass: "dog", predictedClass: "owl", count: 1, share: 1 / 3 },
      { trueClass: "owl", predictedClass: "dog", count: 1, share: 1 / 2 },
    ]);
  });

  it("stops at the limit", () => {
    expect(mostConfused(evaluation, 1)).toHaveLength(1);
  });
});
