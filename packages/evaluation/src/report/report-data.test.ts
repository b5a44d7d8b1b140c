import { describe, expect, it } from "vitest";
import { digits, fakeHistory, fakePredictions } from "../../test/fixtures.js";
import { evaluate } from "../evaluate.js";
import { reportData, spreadIndices } from "./report-data.js";

describe("spreadIndices", () => {
  it.each([25, 100, 240, 10_000, 60_000])("takes 24 different ones of %d, in order", (length) => {
    const indices = spreadIndices(length, 24);
    expect(indices).toEqual([...new Set(indices)].sort((a, b) => a - b));
    expect(indices).toHaveLength(24);
    expect(indices.at(-1)!).toBeLessThan(length);
  });

  it("shows every class of a sorted set, and most of one in which classes take turns", () => {
    const indices = spreadIndices(10_000, 24);
    expect(new Set(indices.map((index) => Math.floor(index / 1000))).size).toBe(10);
    expect(new Set(spreadIndices(240, 24).map((index) => index % 10)).size).toBeGreaterThan(6);
  });

  it("takes all of a small set", () => {
    expect(spreadIndices(3, 24)).toEqual([0, 1, 2]);
  });
});

describe("reportData", () => {
  const predictions = fakePredictions(100, digits, 2);
  const evaluation = evaluate(predictions);
  const input = { title: "t", facts: [], history: fakeHistory(2), evaluation, ...predictions };

  it("is plain data for report.json", () => {
    const data = reportData(input);
    expect(JSON.parse(JSON.stringify(data))).toEqual(data);
    expect(data.samplePredictions).toHaveLength(24);
    expect(data.worstMistakes[0]!.probability).toBeGreaterThanOrEqual(data.worstMistakes[1]!.probability);
    expect(data.mostConfused.length).toBeLessThanOrEqual(10);
  });

  it("refuses an evaluation of other predictions", () => {
    const other = evaluate(fakePredictions(99, digits, 2));
    expect(() => reportData({ ...input, evaluation: other })).toThrow(
      "[imgcls/evaluation] Cannot report: evaluation is of 99 images, expected 100, one a label.",
    );
  });
});
