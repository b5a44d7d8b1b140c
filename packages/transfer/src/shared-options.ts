/** Options that several functions take, and their checks. */
import { type Checks, integer, within } from "@imgcls/checks";
import { atLeastTwo, numbers } from "./examples.js";
import { type ClassWeight, classWeight } from "./regression/image-weights.js";

/** Of every regression. */
export interface RegressionOptions {
  readonly classes: number;
  /**
   * How far each feature is brought to variance 1 before the penalty: 1 as scikit-learn's StandardScaler, 0 all features alike.
   * Less than 1 trusts features less that hardly vary. Default: 1.
   */
  readonly standardization?: number;
  /** How much each image counts. Default: 1. */
  readonly sampleWeight?: ArrayLike<number>;
  /** How much the images of each class count, besides; "balanced": n / (classes · images of the class). Default: 1. */
  readonly classWeight?: ClassWeight;
}

export const REGRESSION_CHECKS: Checks<RegressionOptions> = {
  classes: atLeastTwo,
  standardization: within(0, 1),
  sampleWeight: numbers,
  classWeight,
};

/** Of regressions that are judged on images which were left out in turn. */
export interface FoldOptions {
  /** A fold is judged, the others are trained on. Default: 5. */
  readonly folds?: number;
  /** Decides which image is in which fold. Default: 0. */
  readonly seed?: number;
  /** Images with the same number are copies of one: they stay in one fold, and only the first is judged. */
  readonly groups?: ArrayLike<number>;
}

export const FOLD_CHECKS: Checks<FoldOptions> = { folds: atLeastTwo, seed: integer, groups: numbers };
