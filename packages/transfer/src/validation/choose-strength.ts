import { array, type Checks, integer, positive } from "@imgcls/checks";
import { atLeastTwo, numbers, requireNone, requireUsable } from "../examples.js";
import { fitSideBySide } from "../regression/fit.js";
import { type ClassWeight, classWeight, imageWeights } from "../regression/image-weights.js";
import { headOf, type LinearHead } from "../regression/logistic-regression.js";
import { type Problem, regressionProblem, spaceFor } from "../regression/problem.js";
import type { Space } from "../regression/space.js";
import { type Folds, fitFolds, foldsOf, type Judged, type OutOfFold, outOfFold } from "./fit-folds.js";
import { groupProblems, stratifiedFolds } from "./folds.js";
import { meanOf } from "./interval.js";

export interface ChooseStrengthOptions {
  readonly classes: number;
  /** What is tried. Default: 1e-4, 1e-3, … 10. */
  readonly strengths?: readonly number[];
  /** Default: 5. */
  readonly folds?: number;
  /** Decides which image is in which fold. Default: 0. */
  readonly seed?: number;
  /** Images with the same number are copies of one: they stay in one fold, and only the first is judged. */
  readonly groups?: ArrayLike<number>;
  readonly sampleWeight?: ArrayLike<number>;
  readonly classWeight?: ClassWeight;
}

export interface ChosenStrength {
  readonly strength: number;
  /** The mean of the folds. */
  readonly accuracy: number;
  /** Each strength that was tried, from the least on. */
  readonly byStrength: readonly { readonly strength: number; readonly accuracy: number }[];
  /** With the chosen strength. */
  readonly outOfFold: OutOfFold;
  /** Trained on all images with the chosen strength. */
  readonly head: LinearHead;
}

export const STRENGTHS: readonly number[] = [1e-4, 1e-3, 1e-2, 1e-1, 1, 10];

const strengths = {
  expected: "a list of numbers above 0",
  accepts: (value: unknown) =>
    array.accepts(value) && (value as unknown[]).length > 0 && (value as unknown[]).every(positive.accepts),
};

const CHECKS: Checks<ChooseStrengthOptions> = {
  classes: atLeastTwo,
  strengths,
  folds: atLeastTwo,
  seed: integer,
  groups: numbers,
  sampleWeight: numbers,
  classWeight,
};

/**
 * The strength of `logisticRegression` that is best in stratified cross-validation; of equally good ones the least.
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
  const { strengths = STRENGTHS, folds: count = 5, seed = 0, groups } = options;
  requireNone(owner, groupProblems(labels, groups));
  const weights = imageWeights(owner, examples, options);
  const folds = foldsOf(stratifiedFolds(examples, { folds: count, seed, groups }), groups, weights);
  requireNone(owner, judgeableProblems(folds));
  const problem = regressionProblem(examples);
  const tried = tryStrengths(problem, folds, strengths);
  const best = tried.reduce((a, b) => (b.accuracy > a.accuracy + ROUNDING ? b : a));
  const [fit] = fitSideBySide(best.space, [{ ...examples, weights }], {
    tolerance: 1e-7,
    maxIterations: 1000,
    from: [best.judged.fits[0]!.place.logits.values],
  });
  return {
    strength: best.strength,
    accuracy: best.accuracy,
    byStrength: tried.map(({ strength, accuracy }) => ({ strength, accuracy })),
    outOfFold: outOfFold(best.judged, folds, examples),
    head: headOf(problem, best.space, fit!),
  };
}

export const judgeableProblems = ({ judged }: Folds): string[] =>
  judged.length < 2 ? ["expected two images of one class at least, to train on one and judge the other"] : [];

/** Means of the same numbers of right answers differ by less. */
const ROUNDING = 1e-9;

interface Tried {
  readonly strength: number;
  readonly space: Space;
  readonly accuracy: number;
  readonly judged: Judged;
}

/** From the least strength on, each beginning where the one before ended. */
export function tryStrengths(
  problem: Problem,
  folds: Folds,
  strengths: readonly number[],
  tolerance?: number,
): Tried[] {
  const tried: Tried[] = [];
  for (const strength of [...strengths].sort((a, b) => a - b)) {
    const from = tried.at(-1)?.judged.fits;
    const space = spaceFor(problem, strength);
    const judged = fitFolds(space, problem.examples, folds, { from, tolerance });
    tried.push({ strength, space, judged, accuracy: meanOf(judged.accuracies) });
  }
  return tried;
}
