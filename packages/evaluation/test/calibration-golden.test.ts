import { describe, expect, it } from "vitest";
import {
  calibrate,
  evaluateMetrics,
  expectedCalibrationError,
  fitCalibration,
  maximumCalibrationError,
  reliability,
} from "../src/index.js";
import golden from "./golden/calibration.json" with { type: "json" };

const expectClose = (received: ArrayLike<number>, expected: readonly number[], digits = 9) => {
  expect(received).toHaveLength(expected.length);
  for (const [i, value] of expected.entries()) expect(received[i]).toBeCloseTo(value, digits);
};

describe.each(golden.cases)("scikit-learn: $name", (reference) => {
  const { classes, labels, logits, probabilities, weights } = reference;
  const weighted = weights ? { weights } : {};
  const input = { labels, probabilities, ...weighted };

  it("has the same temperature, from logits and from probabilities", () => {
    const fitted = fitCalibration({ labels, logits, ...weighted });
    expect(fitted).toEqual({
      method: "temperature",
      temperature: expect.closeTo(reference.temperature, 9),
      classes,
    });
    expectClose(calibrate(fitted, { logits }), reference.scaled);
    // ln(p + 1e-12) differs from a logit where p is small.
    expect(fitCalibration(input)).toMatchObject({ temperature: expect.closeTo(reference.temperature, 4) });
  });

  it("has the same sigmoids", () => {
    const fitted = fitCalibration(input, { method: "platt" });
    const curves = fitted.method === "platt" ? fitted.curves : [];
    expectClose(
      curves.flatMap(({ slope, offset }) => [slope, offset]),
      reference.sigmoids.flat(),
      8,
    );
    expectClose(calibrate(fitted, { probabilities }), reference.platt);
  });

  it("has the same rising curves, and has them from JSON", () => {
    const fitted = fitCalibration(input, { method: "isotonic" });
    expectClose(calibrate(JSON.parse(JSON.stringify(fitted)), { probabilities }), reference.isotonic);
  });

  it.each(["uniform-10", "quantile-10", "uniform-15", "quantile-15"] as const)(
    "has the same bins: %s",
    (key) => {
      const [strategy, bins] = key.split("-") as ["uniform" | "quantile", string];
      const options = { strategy, bins: Number(bins) };
      const expected = reference.reliability[key];
      const rows = reliability(input, options);
      for (const column of ["weight", "confidence", "accuracy"] as const) {
        expectClose(
          rows.map((row) => row[column]),
          expected[column],
        );
      }
      expect(expectedCalibrationError(input, options)).toBeCloseTo(expected.expected, 9);
      expect(maximumCalibrationError(input, options)).toBeCloseTo(expected.maximum, 9);
    },
  );

  it("has the same errors in the table", () => {
    const { "uniform-15": uniform, "quantile-15": quantile } = reference.reliability;
    expect(evaluateMetrics(input)).toMatchObject({
      expected_calibration_error: expect.closeTo(uniform.expected, 9),
      maximum_calibration_error: expect.closeTo(uniform.maximum, 9),
      adaptive_calibration_error: expect.closeTo(quantile.expected, 9),
    });
  });
});
