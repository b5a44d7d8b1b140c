import { type Checks, optionProblems } from "@imgcls/checks";
import { requireNone } from "../examples.js";

export interface UnknownThresholdOptions {
  /** The share of the known images that may be taken for unknown ones. Default: 0.05. */
  readonly refuse?: number;
  /** The share of all known images, seen or not, that is not exceeded with a probability of 95 %. Default: twice `refuse`. */
  readonly most?: number;
}

export interface UnknownThreshold {
  /** An image with a greater score is unknown. */
  readonly threshold: number;
  /** The share of the known images whose score is greater; at most what may be refused. */
  readonly refused: number;
}

const refuse = {
  expected: "a share from 0 to below 1",
  accepts: (value: unknown) => typeof value === "number" && value >= 0 && value < 1,
};
const CHECKS: Checks<UnknownThresholdOptions> = { refuse, most: refuse };

/** How probable it may be that more than `most` are refused. */
const RISK = 0.05;

/**
 * The threshold that refuses at most a share of known images. Of few images fewer are refused than that, because they say
 * less about others: of n independent ones, m are, at most, where P(Binomial(n, most) ≤ m) ≤ 5 % (Wilks 1941).
 *
 * @param scores of known images that were not trained on: validation images, or out of fold
 * @throws TransferInputError for no scores, or such as are not finite
 */
export function unknownThreshold(
  scores: ArrayLike<number>,
  options: UnknownThresholdOptions = {},
): UnknownThreshold {
  requireNone("unknownThreshold", [
    ...optionProblems("unknownThreshold", options, CHECKS),
    ...(scores.length > 0 && Array.from(scores).every(Number.isFinite)
      ? []
      : [`expected finite scores of at least one image, received ${scores.length}`]),
  ]);
  const sorted = Float64Array.from(scores).sort();
  const { refuse = 0.05, most = 2 * refuse } = options;
  const wanted = Math.floor(refuse * sorted.length + 1e-9);
  // All images may be refused: there is nothing to be careful about.
  const allowed = most >= 1 ? wanted : Math.min(wanted, safeCount(sorted.length, most));
  const threshold = sorted[sorted.length - 1 - allowed]!;
  const refused = sorted.filter((score) => score > threshold).length / sorted.length;
  return { threshold, refused };
}

/**
 * The greatest m with P(Binomial(count, share) ≤ m) ≤ 5 %, and 0 where there is none. In logarithms: of some thousand images
 * the first probabilities are less than a number can be.
 */
function safeCount(count: number, share: number): number {
  let logProbability = count * Math.log1p(-share);
  let sum = Math.exp(logProbability);
  let safe = 0;
  while (sum <= RISK && safe < count) {
    safe++;
    logProbability += Math.log(((count - safe + 1) / safe) * (share / (1 - share)));
    sum += Math.exp(logProbability);
  }
  return Math.max(0, safe - 1);
}
