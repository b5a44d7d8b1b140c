import { type Checks, count, positive } from "@imgcls/checks";
import { matrix } from "../algebra/matrix.js";
import { multiply } from "../algebra/multiply.js";
import { atLeastTwo, numbers, requireUsable } from "../examples.js";
import { type Fit, fitSideBySide } from "./fit.js";
import { type ClassWeight, classWeight, imageWeights } from "./image-weights.js";
import { type Problem, regressionProblem, smootherFor } from "./problem.js";
import type { Smoother } from "./smoother.js";

export interface LogisticRegressionOptions {
  readonly classes: number;
  /** scikit-learn's C on standardized features: the greater, the closer the images are fitted. */
  readonly strength: number;
  /** How much each image counts. Default: 1. */
  readonly sampleWeight?: ArrayLike<number>;
  /** How much the images of each class count, besides; "balanced": n / (classes · images of the class). Default: 1. */
  readonly classWeight?: ClassWeight;
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
  classes: atLeastTwo,
  strength: positive,
  sampleWeight: numbers,
  classWeight,
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
  const problem = regressionProblem(examples);
  const smoother = smootherFor(problem, options.strength);
  const { tolerance = 1e-7, maxIterations = 1000 } = options;
  const [fit] = fitSideBySide(smoother, [{ ...examples, weights }], { tolerance, maxIterations });
  const { iterations, converged } = fit!;
  return { ...headOf(problem, smoother, fit!), iterations, converged };
}

/** w = Zᵀ(β − κF)/λ without the bias's share, which is the mean of β over κ; then the scaling is folded in. */
export function headOf(
  { examples: { classes }, standardized: { features, mean, scale } }: Problem,
  { penalty, curvature }: Smoother,
  { coefficients, logits }: Fit,
): LinearHead {
  const images = features.rows;
  const bias = new Float64Array(classes);
  const rest = new Float64Array(classes * images);
  for (let c = 0; c < classes; c++) {
    const own = coefficients.subarray(c * images, (c + 1) * images);
    bias[c] = own.reduce((sum, value) => sum + value, 0) / (curvature * images);
    for (let at = c * images; at < (c + 1) * images; at++) {
      rest[at] = (coefficients[at]! - curvature * (logits[at]! - bias[c]!)) / penalty;
    }
  }
  const weights = multiply(matrix(classes, images, rest), features);
  const kernel = new Float32Array(features.columns * classes);
  for (let c = 0; c < classes; c++) {
    for (let j = 0; j < features.columns; j++) {
      const weight = weights.values[c * features.columns + j]! / scale[j]!;
      kernel[j * classes + c] = weight;
      bias[c]! -= weight * mean[j]!;
    }
  }
  return { kernel, bias: Float32Array.from(bias) };
}
