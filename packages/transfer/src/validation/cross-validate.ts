import { type Checks, count, positive } from "@imgcls/checks";
import { requireNone, requireUsable } from "../examples.js";
import type { Fit } from "../regression/fit.js";
import { imageWeights } from "../regression/image-weights.js";
import { regressionProblem, spaceFor } from "../regression/problem.js";
import {
  FOLD_CHECKS,
  type FoldOptions,
  REGRESSION_CHECKS,
  type RegressionOptions,
} from "../shared-options.js";
import { judgeableProblems } from "./choose-strength.js";
import { fitFolds, foldsOf } from "./fit-folds.js";
import { groupProblems, stratifiedFolds } from "./folds.js";
import { accuracyInterval, type Interval, meanOf } from "./interval.js";

export interface CrossValidateOptions extends RegressionOptions, FoldOptions {
  /** As `chooseStrength` finds it. */
  readonly strength: number;
  /** How often the images are dealt to folds anew. Default: 4. */
  readonly repeats?: number;
}

export interface CrossValidation {
  readonly accuracy: number;
  /** Of the accuracy on new images: in 95 of 100 cases. */
  readonly interval: Interval;
  /** The accuracy of each fold, repeat by repeat. */
  readonly folds: readonly number[];
}

const CHECKS: Checks<CrossValidateOptions> = {
  ...REGRESSION_CHECKS,
  ...FOLD_CHECKS,
  strength: positive,
  repeats: count,
};

/**
 * How good `logisticRegression` is on images that it has not seen: repeated stratified k folds. The interval takes into
 * account that trainings share images (Nadeau and Bengio 2003), and is no narrower than Wilson's for so many images.
 *
 * @param features [images, width]
 * @param labels a class index for each image
 * @throws TransferInputError as `chooseStrength`
 */
export function crossValidate(
  features: Float32Array,
  labels: ArrayLike<number>,
  options: CrossValidateOptions,
): CrossValidation {
  const owner = "crossValidate";
  const examples = requireUsable(owner, features, labels, options, CHECKS, ["classes", "strength"]);
  const { folds: count = 5, repeats = 4, seed = 0, groups } = options;
  requireNone(owner, groupProblems(labels, groups));
  const weights = imageWeights(owner, examples, options);
  const problem = regressionProblem(examples, options.standardization);
  const space = spaceFor(problem, options.strength);
  const accuracies: number[] = [];
  let from: readonly Fit[] | undefined;
  let judged = 0;
  for (let repeat = 0; repeat < repeats; repeat++) {
    const foldOf = stratifiedFolds(examples, { folds: count, seed: seed + repeat, groups });
    const folds = foldsOf(foldOf, groups, weights);
    requireNone(owner, judgeableProblems(folds));
    const result = fitFolds(space, examples, folds, { from });
    accuracies.push(...result.accuracies);
    from = result.fits;
    judged = folds.judged.reduce((sum, rows) => sum + rows.length, 0);
  }
  const perRepeat = accuracies.length / repeats;
  const interval = accuracyInterval(accuracies, judged, 1 / (perRepeat - 1));
  return { accuracy: meanOf(accuracies), interval, folds: accuracies };
}
