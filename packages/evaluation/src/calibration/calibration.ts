import { type Checks, object, oneOf, optionProblems } from "@imgcls/checks";
import { asFloats, type MetricInput, type WithProbabilities, withProbabilities } from "../metrics/input.js";
import { softmax } from "../metrics/softmax.js";
import { inputProblems, numbers, requireNone } from "../option-checks.js";
import { applyMonotone, fitMonotone, type IsotonicRegression } from "./isotonic.js";
import { applySigmoid, fitSigmoid, type PlattScaling } from "./platt.js";
import { applyTemperature, fitTemperature, type TemperatureScaling } from "./temperature.js";

/** Plain data: it goes to JSON and back. */
export type Calibration = (TemperatureScaling | PlattScaling | IsotonicRegression) & {
  readonly classes: number;
};

export interface CalibrationOptions {
  /** One number for all, a sigmoid a class, or a rising curve a class. Default "temperature" */
  readonly method?: Calibration["method"];
}

/** Exactly one of both. */
export interface Uncalibrated {
  /** [samples, classes] */
  readonly probabilities?: ArrayLike<number>;
  /** [samples, classes], before softmax */
  readonly logits?: ArrayLike<number>;
}

const OPTION_CHECKS: Checks<CalibrationOptions> = { method: oneOf("temperature", "platt", "isotonic") };
const INPUT_CHECKS: Checks<Uncalibrated> = { probabilities: numbers, logits: numbers };

/**
 * What makes the probabilities of a model as likely as they say, from predictions on samples that it was not trained on
 * (validation's, never the test set's). As scikit-learn's `CalibratedClassifierCV`: temperature scaling reads logits, or ln
 * of the probabilities; the others read probabilities, class by class against the rest, and of two classes the second.
 *
 * @throws EvaluationInputError with everything that is wrong with the input
 */
export function fitCalibration(input: MetricInput, options: CalibrationOptions = {}): Calibration {
  requireNone("Cannot calibrate", optionProblems("fitCalibration", options, OPTION_CHECKS));
  const checked = withProbabilities("fitCalibration", input);
  const { classes } = checked;
  requireNone("Cannot calibrate", classes > 1 ? [] : ["expected 2 classes or more, received 1"]);
  const { method = "temperature" } = options;
  if (method === "temperature") return { ...fitTemperature(checked), classes };
  return method === "platt"
    ? { method, classes, curves: perClass(checked, fitSigmoid) }
    : { method, classes, curves: perClass(checked, fitMonotone) };
}

/**
 * Probabilities that were set right by what `fitCalibration` found.
 *
 * @returns [samples, classes], each row sums to 1; all alike where every class's curve says 0
 * @throws EvaluationInputError with everything that is wrong with the input
 */
export function calibrate(calibration: Calibration, input: Uncalibrated): Float64Array {
  requireNone("Cannot calibrate", [
    ...(object.accepts(calibration) ? [] : ["expected what fitCalibration returns"]),
    ...inputProblems("calibrate", input, INPUT_CHECKS, [], () => rowProblems(calibration, input)),
  ]);
  const { classes } = calibration;
  const logits = input.logits && asFloats(input.logits);
  const probabilities = logits ? softmax(logits, classes) : asFloats(input.probabilities!);
  switch (calibration.method) {
    case "temperature":
      return applyTemperature(calibration, { logits, probabilities, classes });
    case "platt":
      return applyCurves(probabilities, classes, calibration.curves, applySigmoid);
    case "isotonic":
      return applyCurves(probabilities, classes, calibration.curves, applyMonotone);
  }
}

function rowProblems({ classes }: Calibration, { probabilities, logits }: Uncalibrated): string[] {
  const given = [probabilities, logits].filter((values) => values !== undefined);
  if (given.length !== 1) return ["expected one of probabilities and logits"];
  const [values] = given;
  if (values!.length % classes === 0) return [];
  return [
    `received ${values!.length} values, expected rows of ${classes}, as many classes as it was fitted on`,
  ];
}

type Fit<Curve> = (
  scores: Float64Array,
  isPositive: (row: number) => boolean,
  weightOf: (row: number) => number,
) => Curve;

function perClass<Curve>(
  { labels, classes, probabilities, weights }: WithProbabilities,
  fit: Fit<Curve>,
): Curve[] {
  const own = classes === 2 ? [1] : Array.from({ length: classes }, (_, i) => i);
  return own.map((positive) =>
    fit(
      Float64Array.from(labels, (_, row) => probabilities[row * classes + positive]!),
      (row) => labels[row] === positive,
      (row) => (weights === undefined ? 1 : weights[row]!),
    ),
  );
}

function applyCurves<Curve>(
  probabilities: Float32Array | Float64Array,
  classes: number,
  curves: readonly Curve[],
  apply: (curve: Curve, score: number) => number,
): Float64Array {
  const calibrated = new Float64Array(probabilities.length);
  for (let start = 0; start < probabilities.length; start += classes) {
    if (classes === 2) {
      calibrated[start + 1] = apply(curves[0]!, probabilities[start + 1]!);
      calibrated[start] = 1 - calibrated[start + 1]!;
      continue;
    }
    let sum = 0;
    for (const [i, curve] of curves.entries()) {
      calibrated[start + i] = apply(curve, probabilities[start + i]!);
      sum += calibrated[start + i]!;
    }
    for (let i = start; i < start + classes; i++)
      calibrated[i] = sum === 0 ? 1 / classes : calibrated[i]! / sum;
  }
  return calibrated;
}
