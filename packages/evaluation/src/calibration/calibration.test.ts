import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fakePredictions, numbered } from "../../test/fixtures.js";
import { evaluateMetrics } from "../metrics/evaluate-metrics.js";
import { softmax } from "../metrics/softmax.js";
import { calibrate, fitCalibration } from "./calibration.js";
import { applyMonotone, fitMonotone } from "./isotonic.js";

const { labels, probabilities } = fakePredictions(400, numbered(5), 2);
/** The same classes, and far too sure. */
const logits = Float64Array.from(probabilities, (p) => 6 * Math.log(p));
const tooSure = softmax(logits, 5);

describe("calibration", () => {
  it.each(["temperature", "platt", "isotonic"] as const)("by %s helps a model that is too sure", (method) => {
    const calibration = fitCalibration({ labels, probabilities: tooSure }, { method });
    const calibrated = calibrate(calibration, { probabilities: tooSure });
    const names = ["expected_calibration_error", "brier_score"] as const;
    const before = evaluateMetrics({ labels, probabilities: tooSure }, names);
    const after = evaluateMetrics({ labels, probabilities: calibrated }, names);
    expect(after.expected_calibration_error).toBeLessThan(0.6 * before.expected_calibration_error);
    expect(after.brier_score).toBeLessThan(before.brier_score);
  });

  it("by temperature keeps the order of the classes, and finds the factor again", () => {
    const one = fitCalibration({ labels, logits: Float64Array.from(probabilities, Math.log) });
    const six = fitCalibration({ labels, logits });
    if (one.method !== "temperature" || six.method !== "temperature") throw new Error(one.method);
    expect(six.temperature / one.temperature).toBeCloseTo(6, 9);
  });

  it("by temperature stays finite where all answers are right", () => {
    expect(fitCalibration({ labels: [0, 1], logits: [1, 0, 0, 1] })).toEqual({
      method: "temperature",
      temperature: expect.closeTo(Math.exp(-10), 9),
      classes: 2,
    });
  });

  it("knows classes that never occur", () => {
    const input = {
      labels: [0, 1, 0, 1],
      probabilities: [0.5, 0.3, 0.2, 0.2, 0.5, 0.3, 0.6, 0.3, 0.1, 0.1, 0.8, 0.1],
    };
    for (const method of ["temperature", "platt", "isotonic"] as const) {
      const calibrated = calibrate(fitCalibration(input, { method }), { probabilities: input.probabilities });
      for (let row = 0; row < 4; row++) {
        expect(calibrated.slice(3 * row, 3 * row + 3).reduce((a, b) => a + b)).toBeCloseTo(1, 12);
      }
    }
  });

  it("refuses what does not fit", () => {
    const fitted = fitCalibration({ labels, probabilities });
    expect(() => fitCalibration({ labels, probabilities }, { method: "temprature" as never })).toThrow(
      'expected fitCalibration.method to be "temperature" or "platt" or "isotonic"',
    );
    expect(() => calibrate(fitted, { probabilities: [1, 0] })).toThrow(
      "received 2 values, expected rows of 5",
    );
    expect(() => calibrate(fitted, {})).toThrow("expected one of probabilities and logits");
    expect(() => fitCalibration({ labels: [0], probabilities: [1] })).toThrow("2 classes or more");
    expect(() => fitCalibration({ labels: [0], predicted: [1] })).toThrow("needs probabilities or logits");
  });
});

describe("rising curves", () => {
  const samples = fc.array(
    fc.record({
      score: fc.integer({ min: 0, max: 12 }),
      isPositive: fc.boolean(),
      weight: fc.integer({ min: 1, max: 3 }),
    }),
    { minLength: 1, maxLength: 30 },
  );

  it("never fall, and no other rising curve on the same points is closer", () => {
    fc.assert(
      fc.property(
        samples,
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 13, maxLength: 13 }),
        (given, other) => {
          const scores = Float64Array.from(given, ({ score }) => score / 12);
          const curve = fitMonotone(
            scores,
            (row) => given[row]!.isPositive,
            (row) => given[row]!.weight,
          );
          expect([...curve.probabilities]).toEqual([...curve.probabilities].sort((a, b) => a - b));
          const distance = (at: (score: number) => number) =>
            given.reduce(
              (sum, { score, isPositive, weight }) => sum + weight * (Number(isPositive) - at(score)) ** 2,
              0,
            );
          const rising = other.sort((a, b) => a - b);
          expect(distance((score) => applyMonotone(curve, score / 12))).toBeLessThanOrEqual(
            distance((score) => rising[score]!) + 1e-9,
          );
        },
      ),
    );
  });
});
