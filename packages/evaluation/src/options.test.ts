import { describe, expect, it } from "vitest";
import { fakePredictions } from "../test/fixtures.js";
import {
  classificationReport,
  evaluate,
  mostConfused,
  renderReport,
  reportData,
  topPredictions,
  worstMistakes,
} from "./index.js";

const predictions = fakePredictions(20, ["cat", "dog"], 2);
const evaluation = evaluate(predictions);
const report = { title: "a", facts: [], evaluation, ...predictions };
delete (report as Partial<typeof report>).classNames;

describe("every function refuses what it does not know, with the nearest name", () => {
  it.each<[string, () => unknown, ...string[]]>([
    [
      "evaluate",
      () => evaluate({ ...predictions, topk: [1], topK: [0] } as never),
      'evaluate has no option "topk". Did you mean "topK"?',
      "topK contains 0, expected whole numbers from 1",
    ],
    [
      "evaluate without labels",
      () => evaluate({ probabilities: predictions.probabilities, class_names: ["a"] } as never),
      'evaluate has no option "class_names". Did you mean "classNames"?',
      "expected evaluate.labels to be an array of numbers, received nothing",
      "expected evaluate.classNames to be a list of texts, received nothing",
    ],
    [
      "evaluate of nothing",
      () => evaluate(null as never),
      "expected the options of evaluate to be an object",
    ],
    [
      "worstMistakes",
      () => worstMistakes({ ...predictions, limits: 3, limit: -1 } as never),
      'worstMistakes has no option "limits". Did you mean "limit"?',
      "expected worstMistakes.limit to be a whole number from 0, received -1",
    ],
    [
      "classificationReport",
      () => classificationReport(evaluation, { digit: 3 } as never),
      'classificationReport has no option "digit". Did you mean "digits"?',
    ],
    ["mostConfused", () => mostConfused(evaluation, 1.5), "expected mostConfused.limit to be a whole number"],
    [
      "topPredictions",
      () => topPredictions([1, 0], ["a", "b"], 0),
      "expected topPredictions.k to be a whole number",
    ],
    [
      "reportData",
      () => reportData({ ...report, subTitle: "b", facts: 1 } as never),
      'reportData has no option "subTitle". Did you mean "subtitle"?',
      "expected reportData.facts to be a list, received 1",
    ],
    [
      "renderReport",
      () => renderReport({ ...report, image: [] } as never),
      'renderReport has no option "image". Did you mean "images"?',
      "expected renderReport.shape to be [height, width, channels], received nothing",
    ],
  ])("%s", (_, call, ...problems) => {
    for (const problem of problems) expect(call).toThrow(problem);
    expect(call).toThrow(expect.objectContaining({ name: "EvaluationInputError" }));
  });
});
