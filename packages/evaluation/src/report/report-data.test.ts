import { describe, expect, it } from "vitest";
import { digits, fakeHistory, fakePredictions } from "../../test/fixtures.js";
import { evaluate } from "../evaluate.js";
import { reportData } from "./report-data.js";

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
