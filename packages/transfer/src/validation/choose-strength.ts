import { array, type Checks, positive } from "@imgcls/checks";
import { requireNone, requireUsable } from "../examples.js";
import { fitSideBySide } from "../regression/fit.js";
import { imageWeights } from "../regression/image-weights.js";
import { headOf, type LinearHead } from "../regression/logistic-regression.js";
import { regressionProblem } from "../regression/problem.js";
import {
  FOLD_CHECKS,
  type FoldOptions,
  REGRESSION_CHECKS,
  type RegressionOptions,
} from "../shared-options.js";
import { type Folds, foldsOf, type OutOfFold, outOfFold } from "./fit-folds.js";
import { groupProblems, stratifiedFolds } from "./folds.js";
import { StrengthTrial } from "./strength-trial.js";

export interface ChooseStrengthOptions extends RegressionOptions, FoldOptions {
  /**
   * What is tried. Default: 1e-3, 1e-2, … 10 until it gets no better, then what is halfway to the neighbours of the best.
   */
  readonly strengths?: readonly number[];
}

export interface ChosenStrength {
  readonly strength: number;
  /** The mean of the folds. */
  readonly accuracy: number;
  /** Each strength that was tried, from the least on. */
  readonly byStrength: readonly TriedStrength[];
  /** With the chosen strength. */
  readonly outOfFold: OutOfFold;
  /** Trained on all images with the chosen strength. */
  readonly head: LinearHead;
}

export interface TriedStrength {
  readonly strength: number;
  /** The mean of the folds. */
  readonly accuracy: number;
  /** The cross-entropy of all images that were left out in turn, with the temperature that makes it least. */
  readonly loss: number;
}

const strengths = {
  expected: "a list of numbers above 0",
  accepts: (value: unknown) =>
    array.accepts(value) && (value as unknown[]).length > 0 && (value as unknown[]).every(positive.accepts),
};

const CHECKS: Checks<ChooseStrengthOptions> = {
  ...REGRESSION_CHECKS,
  ...FOLD_CHECKS,
  strengths,
};

/**
 * The strength of `logisticRegression` that is best in stratified cross-validation: with the least cross-entropy once a
 * temperature is fitted, which tells more of few images than their accuracy does; of those within 3 % of it the least strength.
 * All folds are standardized as all images are, which needs no labels. A class with one image is always trained on and never
 * judged.
 *
 * @param features [images, width]
 * @param labels a class index for each image
 * @throws TransferInputError as `logisticRegression`, and where no class has two images
 */
export function chooseStrength(
  features: Float32Array,
  labels: ArrayLike<number>,
  options: ChooseStrengthOptions,
): ChosenStrength {
  const owner = "chooseStrength";
  const examples = requireUsable(owner, features, labels, options, CHECKS);
  const { folds: count = 5, seed = 0, groups } = options;
  requireNone(owner, groupProblems(labels, groups));
  const weights = imageWeights(owner, examples, options);
  const folds = foldsOf(stratifiedFolds(examples, { folds: count, seed, groups }), groups, weights);
  requireNone(owner, judgeableProblems(folds));
  const problem = regressionProblem(examples, options.standardization);
  const trial = new StrengthTrial(problem, folds, weights);
  const best = options.strengths ? trial.bestOf(options.strengths) : trial.best();
  const [fit] = fitSideBySide(best.space, [{ ...examples, weights }], {
    tolerance: 1e-7,
    maxIterations: 1000,
    from: [best.judged.fits[0]!.place.logits.values],
  });
  return {
    strength: best.strength,
    accuracy: best.accuracy,
    byStrength: trial.tried.map(({ strength, accuracy, loss }) => ({ strength, accuracy, loss })),
    outOfFold: outOfFold(best.judged, folds, examples),
    head: headOf(problem, best.space, fit!),
  };
}

export const judgeableProblems = ({ judged }: Folds): string[] =>
  judged.length < 2 ? ["expected two images of one class at least, to train on one and judge the other"] : [];
