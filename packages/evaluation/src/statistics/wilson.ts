import { type Checks, optionProblems, wholeNumber } from "@imgcls/checks";
import { requireNone } from "../option-checks.js";
import { type Interval, LEVEL } from "./interval.js";
import { normalQuantile } from "./normal.js";

export interface LevelOptions {
  /** How often such an interval has the true value. Default 0.95 */
  readonly level?: number;
}

const CHECKS: Checks<LevelOptions & { hits: number; trials: number }> = {
  hits: wholeNumber,
  trials: wholeNumber,
  level: LEVEL,
};

/**
 * Wilson's interval of a share, for accuracy, recall and every other "so many of so many". Unlike the textbook's ± it stays
 * within 0 and 1 and holds for few samples. Wilson 1927.
 *
 * @param hits at most `trials`
 * @param trials 1 or more
 * @throws EvaluationInputError
 */
export function wilsonInterval(hits: number, trials: number, options: LevelOptions = {}): Interval {
  const problems = optionProblems("wilsonInterval", { ...options, hits, trials }, CHECKS);
  if (problems.length === 0 && !(trials > 0 && hits <= trials)) {
    problems.push(`expected hits to be at most trials, and trials 1 or more, received ${hits} of ${trials}`);
  }
  requireNone("Cannot compute an interval", problems);
  const { level = 0.95 } = options;
  const z2 = normalQuantile(0.5 + level / 2) ** 2;
  const share = hits / trials;
  const center = (share + z2 / (2 * trials)) / (1 + z2 / trials);
  const half =
    Math.sqrt((share * (1 - share)) / trials + z2 / (4 * trials * trials)) *
    (Math.sqrt(z2) / (1 + z2 / trials));
  return {
    estimate: share,
    low: hits === 0 ? 0 : center - half,
    high: hits === trials ? 1 : center + half,
    level,
  };
}
