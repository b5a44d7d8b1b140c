import { type Checks, count, positive } from "@imgcls/checks";
import { requireUsable } from "../examples.js";
import { REGRESSION_CHECKS, type RegressionOptions } from "../shared-options.js";
import { type Fit, fitSideBySide } from "./fit.js";
import { imageWeights } from "./image-weights.js";
import { type Problem, regressionProblem, spaceFor } from "./problem.js";
import type { Space } from "./space.js";

export interface LogisticRegressionOptions extends RegressionOptions {
  /** scikit-learn's C on standardized features: the greater, the closer the images are fitted. */
  readonly strength: number;
  /** How small the gradient has to be, as a share of the solution. Default: 1e-7. */
  readonly tolerance?: number;
  /** Default: 1000. */
  readonly maxIterations?: number;
}

/** The last layer of a classifier: logits are `features · kernel + bias`. */
export interface LinearHead {
  /** [width, classes], for features as they are. */
  readonly kernel: Float32Array;
  /** [classes] */
  readonly bias: Float32Array;
}

export interface LogisticRegression extends LinearHead {
  readonly iterations: number;
  readonly converged: boolean;
}

const CHECKS: Checks<LogisticRegressionOptions> = {
  ...REGRESSION_CHECKS,
  strength: positive,
  tolerance: positive,
  maxIterations: count,
};

/**
 * Multinomial logistic regression to convergence: scikit-learn's `StandardScaler` and `LogisticRegression(C)` in one, with
 * the scaling folded into kernel and bias. The bias has no penalty.
 *
 * @param features [images, width]
 * @param labels a class index for each image; each class needs one image at least
 * @throws TransferInputError for features that are not finite, classes without images, and the like
 */
export function logisticRegression(
  features: Float32Array,
  labels: ArrayLike<number>,
  options: LogisticRegressionOptions,
): LogisticRegression {
  const examples = requireUsable("logisticRegression", features, labels, options, CHECKS, [
    "classes",
    "strength",
  ]);
  const weights = imageWeights("logisticRegression", examples, options);
  const problem = regressionProblem(examples, options.standardization);
  const space = spaceFor(problem, options.strength);
  const { tolerance = 1e-7, maxIterations = 1000 } = options;
  const [fit] = fitSideBySide(space, [{ ...examples, weights }], { tolerance, maxIterations });
  const { iterations, converged } = fit!;
  return { ...headOf(problem, space, fit!), iterations, converged };
}

/** Kernel and bias for features as they are: the scaling is folded in. */
export function headOf({ standardized }: Problem, space: Space, { place }: Fit): LinearHead {
  const { mean, scale } = standardized;
  const { weights, bias } = space.weightsAt(place);
  const classes = bias.length;
  const kernel = new Float32Array(mean.length * classes);
  for (let c = 0; c < classes; c++) {
    for (let j = 0; j < mean.length; j++) {
      const weight = weights.values[c * weights.rowStride + j]! / scale[j]!;
      kernel[j * classes + c] = weight;
      bias[c]! -= weight * mean[j]!;
    }
  }
  return { kernel, bias: Float32Array.from(bias) };
}
