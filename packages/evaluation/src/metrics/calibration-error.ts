import { type Checks, count, oneOf, optionProblems } from "@imgcls/checks";
import { requireNone } from "../option-checks.js";
import { type MetricInput, withProbabilities } from "./input.js";
import { mostLikely } from "./most-likely.js";
import { equalWidths, type ReliabilityBin, ReliabilityBins } from "./reliability-bins.js";
import { SortedScores } from "./sorted-scores.js";
import type { Tally } from "./tally.js";

export interface ReliabilityOptions {
  /** Default 15. */
  readonly bins?: number;
  /** Of equal width, or with equally many samples in each (equal confidences stay together). Default "uniform" */
  readonly strategy?: "uniform" | "quantile";
}

const CHECKS: Checks<ReliabilityOptions> = { bins: count, strategy: oneOf("uniform", "quantile") };

/**
 * How right the model is where it is how sure: samples by the probability of their most likely class, bins without samples
 * left out. The table behind a reliability diagram (Guo et al. 2017).
 */
export function reliability(input: MetricInput, options: ReliabilityOptions = {}): ReliabilityBin[] {
  return binned("reliability", input, options);
}

/** Mean over the samples of |accuracy − confidence| of their bin. 0 where the model is as right as it is sure. */
export const expectedCalibrationError = (input: MetricInput, options: ReliabilityOptions = {}): number =>
  expectedErrorOf(binned("expectedCalibrationError", input, options));

/** The largest |accuracy − confidence| of a bin. */
export const maximumCalibrationError = (input: MetricInput, options: ReliabilityOptions = {}): number =>
  maximumErrorOf(binned("maximumCalibrationError", input, options));

export const expectedCalibrationErrorOf = ({ reliability }: Tally): number =>
  expectedErrorOf(reliability.rows());
export const maximumCalibrationErrorOf = ({ reliability }: Tally): number =>
  maximumErrorOf(reliability.rows());

function expectedErrorOf(bins: readonly ReliabilityBin[]): number {
  const all = bins.reduce((sum, { weight }) => sum + weight, 0);
  return bins.reduce((sum, bin) => sum + (bin.weight / all) * gapOf(bin), 0);
}

const maximumErrorOf = (bins: readonly ReliabilityBin[]): number =>
  bins.reduce((largest, bin) => Math.max(largest, gapOf(bin)), 0);

const gapOf = ({ accuracy, confidence }: ReliabilityBin): number => Math.abs(accuracy - confidence);

function binned(owner: string, input: MetricInput, options: ReliabilityOptions): ReliabilityBin[] {
  requireNone(`Cannot compute ${owner}`, optionProblems(owner, options, CHECKS));
  const { bins = 15, strategy = "uniform" } = options;
  const checked = withProbabilities(owner, input);
  const { labels, weights } = checked;
  const { classes, confidences } = mostLikely(checked.probabilities, checked.classes);
  const weightOf = (row: number) => (weights === undefined ? 1 : weights[row]!);
  const edges = strategy === "uniform" ? equalWidths(bins) : equalMasses(confidences, weightOf, bins);
  const sums = new ReliabilityBins(edges);
  for (let row = 0; row < labels.length; row++) {
    sums.add(confidences[row]!, classes[row] === labels[row], weightOf(row));
  }
  return sums.rows();
}

/** Quantiles of the confidences: the smallest with at least i / bins of all weights at it or below. */
function equalMasses(confidences: Float64Array, weightOf: (row: number) => number, bins: number): number[] {
  const sorted = new SortedScores(confidences.slice());
  const upTo = new Float64Array(sorted.values.length);
  for (const [row, at] of sorted.indicesOf(confidences).entries()) upTo[at]! += weightOf(row);
  for (let i = 1; i < upTo.length; i++) upTo[i]! += upTo[i - 1]!;
  const all = upTo.at(-1)!;
  const edges = [0];
  for (let i = 0, bin = 1; bin < bins; bin++) {
    while (upTo[i]! * bins < bin * all) i++;
    edges.push(sorted.values[i]!);
  }
  return [...edges, 1];
}
