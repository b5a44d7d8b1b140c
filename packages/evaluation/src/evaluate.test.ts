import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fakePredictions, numbered } from "../test/fixtures.js";
import { EvaluationInputError } from "./errors.js";
import { evaluate } from "./evaluate.js";

const problemsOf = (options: Parameters<typeof evaluate>[0]): readonly string[] => {
  try {
    evaluate(options);
  } catch (error) {
    if (error instanceof EvaluationInputError) return error.problems;
    throw error;
  }
  return [];
};

describe("evaluate", () => {
  it("gives the numbers of an example worked by hand", () => {
    const evaluation = evaluate({
      probabilities: Float32Array.of(0.5, 0.25, 0.25, 0.25, 0.5, 0.25, 0.5, 0.25, 0.25, 0, 0, 1),
      labels: [0, 1, 2, 2],
      classNames: ["a", "b", "c"],
      topK: [1, 2, 3],
    });
    expect(evaluation.loss).toBeCloseTo((Math.log(2) + Math.log(2) + Math.log(4)) / 4, 7);
    expect({ ...evaluation, loss: 0 }).toEqual({
      samples: 4,
      loss: 0,
      accuracy: 0.75,
      topK: { "1": 0.75, "2": 1, "3": 1 },
      confusionMatrix: [
        [1, 0, 0],
        [0, 1, 0],
        [1, 0, 1],
      ],
      perClass: [
        { class: "a", precision: 0.5, recall: 1, f1: 2 / 3, support: 1 },
        { class: "b", precision: 1, recall: 1, f1: 1, support: 1 },
        { class: "c", precision: 1, recall: 0.5, f1: 2 / 3, support: 2 },
      ],
      macro: { precision: 2.5 / 3, recall: 2.5 / 3, f1: (2 / 3 + 1 + 2 / 3) / 3, support: 4 },
      weighted: { precision: 3.5 / 4, recall: 0.75, f1: (2 / 3 + 1 + 4 / 3) / 4, support: 4 },
    });
  });

  it("clips probabilities as Keras does, so that a certain mistake costs −ln 1e-7", () => {
    const sure = (label: number) =>
      evaluate({ probabilities: Float32Array.of(0, 1), labels: [label], classNames: ["a", "b"] }).loss;
    expect(sure(0)).toBeCloseTo(-Math.log(1e-7), 12);
    expect(sure(1)).toBeCloseTo(1e-7, 12);
  });

  it("gives the first of equal classes to accuracy and the last to top-1", () => {
    const tie = { probabilities: Float32Array.of(0.5, 0.5), classNames: ["a", "b"] };
    expect(evaluate({ ...tie, labels: [0] })).toMatchObject({ accuracy: 1, topK: { "1": 0 } });
    expect(evaluate({ ...tie, labels: [1] })).toMatchObject({ accuracy: 0, topK: { "1": 1 } });
  });

  it("agrees with sorting every row", () => {
    const cases = fc.record({
      classes: fc.integer({ min: 1, max: 12 }),
      samples: fc.integer({ min: 1, max: 60 }),
      skill: fc.integer({ min: 0, max: 4 }),
    });
    fc.assert(
      fc.property(cases, ({ classes, samples, skill }) => {
        const { probabilities, labels, classNames } = fakePredictions(samples, numbered(classes), skill);
        const ranked = Array.from(labels, (_, row) => {
          const values = probabilities.slice(row * classes, (row + 1) * classes);
          return [...values.keys()].sort((a, b) => values[b]! - values[a]!);
        });
        const share = (k: number) =>
          ranked.filter((order, row) => order.slice(0, k).includes(labels[row]!)).length / samples;
        expect(evaluate({ probabilities, labels, classNames, topK: [1, 2, 5] })).toMatchObject({
          accuracy: share(1),
          topK: { "1": share(1), "2": share(2), "5": share(5) },
        });
      }),
      { numRuns: 100 },
    );
  });

  it("keeps its sums: the matrix holds every image once, weighted recall is accuracy", () => {
    const evaluation = evaluate(fakePredictions(500, numbered(7), 1));
    const cells = evaluation.confusionMatrix.flat();
    expect(cells.reduce((a, b) => a + b)).toBe(500);
    expect(evaluation.weighted.recall).toBeCloseTo(evaluation.accuracy, 12);
    expect(JSON.parse(JSON.stringify(evaluation))).toEqual(evaluation);
  });

  it("names every problem of the values at once", () => {
    const problems = problemsOf({
      probabilities: Float32Array.of(Number.NaN, 1, 3.5, -2, 0.5, 0.5),
      labels: [0, 2, 0.5],
      classNames: ["a", "b"],
      topK: [0],
    });
    expect(problems).toEqual([
      "topK contains 0, expected whole numbers from 1",
      "2 of 3 labels are outside the 2 classes, the first is 2 at index 1, expected whole numbers from 0 to 1",
      "3 of 6 values are no probabilities, the first is NaN at [0, 0], expected 0 to 1: apply softmax if the model returns logits, and look for NaN weights if it does not",
    ]);
  });

  it.each([
    ["no images", { probabilities: new Float32Array(0), labels: [], classNames: ["a"] }, ["labels is empty"]],
    [
      "no classes",
      { probabilities: new Float32Array(0), labels: [0], classNames: [] },
      ["classNames is empty"],
    ],
    [
      "too few probabilities",
      { probabilities: new Float32Array(5), labels: [0, 1], classNames: ["a", "b", "c"] },
      ["probabilities has 5 values, expected 6 (2 labels × 3 classes)"],
    ],
  ])("refuses %s", (_, options, [start]) => {
    expect(problemsOf(options)[0]).toContain(start);
  });

  it("has the loss that it is given, of the function that the model was trained with", () => {
    const input = { probabilities: Float32Array.of(0.5, 0.5), labels: [0], classNames: ["a", "b"] };
    expect(evaluate(input).loss).toBeCloseTo(Math.log(2), 9);
    expect(evaluate({ ...input, loss: 306_302 }).loss).toBe(306_302);
    expect(problemsOf({ ...input, loss: Number.NaN })).toEqual([
      "expected evaluate.loss to be 0 or more, received NaN",
    ]);
  });

  it("accepts a softmax that overshoots 1 by a rounding error", () => {
    expect(
      problemsOf({ probabilities: Float32Array.of(1.0000001, 0), labels: [0], classNames: ["a", "b"] }),
    ).toEqual([]);
  });

  it("says in one message what was expected, what was received and what to do", () => {
    expect(() => evaluate({ probabilities: Float32Array.of(4), labels: [0], classNames: ["a"] })).toThrow(
      "[imgcls/evaluation] Cannot evaluate: 1 of 1 values are no probabilities, the first is 4 at [0, 0], expected 0 to 1: apply softmax",
    );
  });
});
