import { type Checks, oneOf, optionProblems } from "@imgcls/checks";
import type { MetricInput } from "../metrics/input.js";
import { predictedClasses } from "../metrics/most-likely.js";
import { requireNone } from "../option-checks.js";
import { pairOf } from "./bootstrap.js";
import { normalTail } from "./normal.js";

export interface McNemarOptions {
  /** The binomial distribution, or χ² with Edwards's correction, which is quicker for very many. Default "exact" */
  readonly method?: "exact" | "corrected";
}

export interface McNemarResult {
  /** Samples that only the first model has right. */
  readonly firstOnly: number;
  readonly secondOnly: number;
  /** The smaller of both ("exact"), or (|difference| − 1)² / sum, 0 for no difference. */
  readonly statistic: number;
  /** Two-sided: how often such a difference or a larger one would come about between equals. */
  readonly pValue: number;
}

const CHECKS: Checks<McNemarOptions> = { method: oneOf("exact", "corrected") };

/**
 * McNemar's test: whether two models make different numbers of mistakes on the same samples. McNemar 1947. Weights are
 * not for tests.
 *
 * @throws EvaluationInputError with everything that is wrong
 */
export function mcNemarTest(
  first: MetricInput,
  second: MetricInput,
  options: McNemarOptions = {},
): McNemarResult {
  requireNone("Cannot compute mcNemarTest", optionProblems("mcNemarTest", options, CHECKS));
  const [a, b] = pairOf("mcNemarTest", first, second, "labels");
  requireNone(
    "Cannot compute mcNemarTest",
    a.weights === undefined ? [] : ["expected no weights: the test counts samples"],
  );
  const [ofFirst, ofSecond] = [predictedClasses(a), predictedClasses(b)];
  let firstOnly = 0;
  let secondOnly = 0;
  for (let row = 0; row < a.labels.length; row++) {
    const isFirstRight = ofFirst[row] === a.labels[row];
    if (isFirstRight === (ofSecond[row] === a.labels[row])) continue;
    if (isFirstRight) firstOnly++;
    else secondOnly++;
  }
  const [fewer, all] = [Math.min(firstOnly, secondOnly), firstOnly + secondOnly];
  if (options.method !== "corrected") {
    const pValue = Math.min(1, 2 * binomialShare(fewer, all));
    return { firstOnly, secondOnly, statistic: fewer, pValue };
  }
  const statistic = all === 0 ? 0 : Math.max(0, Math.abs(firstOnly - secondOnly) - 1) ** 2 / all;
  return { firstOnly, secondOnly, statistic, pValue: Math.min(1, 2 * normalTail(Math.sqrt(statistic))) };
}

/** Share of the binomial distribution of `trials` and ½ up to `hits`, from the largest term down. */
function binomialShare(hits: number, trials: number): number {
  let logTerm = -trials * Math.LN2;
  for (let i = 1; i <= hits; i++) logTerm += Math.log((trials - i + 1) / i);
  let term = Math.exp(logTerm);
  let sum = term;
  for (let i = hits; i > 0 && term > sum * 1e-18; i--) {
    term *= i / (trials - i + 1);
    sum += term;
  }
  return sum;
}
