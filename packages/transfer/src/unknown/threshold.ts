import { type Checks, optionProblems } from "@imgcls/checks";
import { requireNone } from "../examples.js";

export interface UnknownThresholdOptions {
  /** The share of known images that may be taken for unknown ones. Default: 0.05. */
  readonly refuse?: number;
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
const CHECKS: Checks<UnknownThresholdOptions> = { refuse };

/**
 * The threshold that refuses at most a share of known images.
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
  const most = Math.floor((options.refuse ?? 0.05) * sorted.length + 1e-9);
  const threshold = sorted[sorted.length - 1 - most]!;
  const refused = sorted.filter((score) => score > threshold).length / sorted.length;
  return { threshold, refused };
}
