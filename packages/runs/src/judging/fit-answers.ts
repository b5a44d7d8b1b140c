/** Temperature and threshold of a card, from what a model says of images that it was not trained on. */
import { energy, unknownThreshold } from "@imgcls/transfer";
import {
  type AnswerFacts,
  calibratedProbabilities,
  hasEnergy,
  hasTemperature,
  type ModelOutputs,
  uncertainties,
} from "./answers.js";

/** Fewer say too little. */
const LEAST_IMAGES = 20;
/** Of the images of the classes, so many may be taken for unknown ones. */
const REFUSED = 0.05;

/** @param labels class indices of the images; nothing is fitted on fewer than 20 */
export async function fitAnswers(output: ModelOutputs, labels: ArrayLike<number>): Promise<AnswerFacts> {
  if (labels.length < LEAST_IMAGES || !output.outputs.every(Number.isFinite)) return {};
  const temperature = hasTemperature(output) ? await temperatureOf(output, labels) : undefined;
  const score = hasEnergy(output) ? "energy" : "uncertainty";
  const scores =
    score === "energy"
      ? energy(output.outputs, output.units)
      : uncertainties(output, calibratedProbabilities(output, temperature ?? 1));
  const { threshold, refused } = unknownThreshold(scores, { refuse: REFUSED });
  return {
    ...(temperature !== undefined && { calibration: { temperature } }),
    unknown: { score, threshold, knownRefused: refused },
  };
}

/**
 * As if one image more had been of the class that is second to its own (Platt 1999 does so with two classes): where all are
 * right, the temperature would be 0.
 */
async function temperatureOf(output: ModelOutputs, labels: ArrayLike<number>): Promise<number> {
  const given = hasEnergy(output)
    ? { logits: twice(output.outputs) }
    : { probabilities: twice(calibratedProbabilities(output, 1)) };
  const classes = Math.max(2, output.units);
  const rows = given.logits ?? given.probabilities;
  const own = Array.from(labels);
  const rivals = own.map((label, i) => bestOther(rows.subarray(i * classes, (i + 1) * classes), label));
  const weights = own.map(() => (own.length + 1) / (own.length + 2));
  const { fitCalibration } = await import("@imgcls/evaluation");
  const fitted = fitCalibration({
    ...given,
    labels: [...own, ...rivals],
    weights: [...weights, ...weights.map((weight) => 1 - weight)],
    classNames: Array.from({ length: classes }, (_, i) => String(i)),
  });
  return fitted.method === "temperature" ? fitted.temperature : 1;
}

function twice(rows: Float32Array): Float32Array {
  const both = new Float32Array(2 * rows.length);
  both.set(rows);
  both.set(rows, rows.length);
  return both;
}

function bestOther(row: Float32Array, label: number): number {
  let best = label === 0 ? 1 : 0;
  for (let c = 0; c < row.length; c++) if (c !== label && row[c]! > row[best]!) best = c;
  return best;
}
