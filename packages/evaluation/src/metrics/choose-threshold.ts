import { type Check, type Checks, optionProblems, wholeNumber, within } from "@imgcls/checks";
import { requireNone } from "../option-checks.js";
import type { MetricInput } from "./input.js";
import { type ThresholdCounts, thresholdCounts } from "./threshold-curves.js";

export interface MistakeCosts {
  readonly falsePositive: number;
  readonly falseNegative: number;
}

/** What the threshold is for: exactly one of `precision`, `recall` and `cost`. */
export interface ThresholdOptions {
  /** Class index of the positives; all other classes are negatives. Default 1, of one class 0 */
  readonly positive?: number;
  /** At least this precision, and then the best recall. */
  readonly precision?: number;
  /** At least this recall, and then the best precision. */
  readonly recall?: number;
  /** The lowest sum over all mistakes. */
  readonly cost?: MistakeCosts;
}

/** Take the class where its probability is `threshold` or more. */
export interface ThresholdChoice {
  /** Infinity where it is cheapest never to take the class. */
  readonly threshold: number;
  /** 0 where nothing is taken. */
  readonly precision: number;
  /** 0 where there are no positives. */
  readonly recall: number;
  /** Σ weights of the mistakes. */
  readonly falsePositives: number;
  readonly falseNegatives: number;
}

const costs: Check = {
  expected: "{ falsePositive, falseNegative }, numbers of 0 or more",
  accepts: (value) => {
    const { falsePositive, falseNegative } = (value ?? {}) as Partial<MistakeCosts>;
    return [falsePositive, falseNegative].every((cost) => Number.isFinite(cost) && cost! >= 0);
  },
};
const CHECKS: Checks<ThresholdOptions> = {
  positive: wholeNumber,
  precision: within(0, 1),
  recall: within(0, 1),
  cost: costs,
};

/**
 * The probability from which on to take a class, chosen on validation data (on test data it would flatter the model).
 *
 * @returns undefined where no threshold has the wanted precision or recall
 * @throws EvaluationInputError with everything that is wrong
 */
export function chooseThreshold(input: MetricInput, options: ThresholdOptions): ThresholdChoice | undefined {
  const problems = optionProblems("chooseThreshold", options, CHECKS);
  const { positive, precision, recall, cost } = options ?? {};
  if ([precision, recall, cost].filter((wanted) => wanted !== undefined).length !== 1) {
    problems.push("expected one of precision, recall and cost");
  }
  requireNone("Cannot choose a threshold", problems);
  const choices = choicesOf(thresholdCounts("chooseThreshold", input, { positive }));
  if (cost) {
    const total = ({ falsePositives, falseNegatives }: ThresholdChoice) =>
      falsePositives * cost.falsePositive + falseNegatives * cost.falseNegative;
    return best(choices, (a, b) => total(b) - total(a));
  }
  const taken = choices.slice(1);
  return precision === undefined
    ? best(
        taken.filter((choice) => choice.recall >= recall!),
        (a, b) => a.precision - b.precision,
      )
    : best(
        taken.filter((choice) => choice.precision >= precision),
        (a, b) => a.recall - b.recall,
      );
}

/** From the highest threshold down, the first of them above all probabilities. */
function choicesOf({ thresholds, truePositives, falsePositives }: ThresholdCounts): ThresholdChoice[] {
  const positives = truePositives.at(-1)!;
  return [Number.POSITIVE_INFINITY, ...thresholds].map((threshold, i) => {
    const hits = i === 0 ? 0 : truePositives[i - 1]!;
    const wrong = i === 0 ? 0 : falsePositives[i - 1]!;
    return {
      threshold,
      precision: i === 0 ? 0 : hits / (hits + wrong),
      recall: positives === 0 ? 0 : hits / positives,
      falsePositives: wrong,
      falseNegatives: positives - hits,
    };
  });
}

/** The first of equals: the higher threshold, which takes fewer. */
const best = (
  choices: readonly ThresholdChoice[],
  compare: (a: ThresholdChoice, b: ThresholdChoice) => number,
): ThresholdChoice | undefined =>
  choices.reduce<ThresholdChoice | undefined>(
    (found, choice) => (found === undefined || compare(choice, found) > 0 ? choice : found),
    undefined,
  );
