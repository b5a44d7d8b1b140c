export {
  type AgglomerateOptions,
  agglomerate,
  cutTree,
  type Linkage,
  type Merge,
} from "./clustering/agglomerate.js";
export { type ClusterCenters, clusterCenters } from "./clustering/centers.js";
export { type KMeans, type KMeansOptions, type KMeansProgress, kMeans } from "./clustering/k-means.js";
export { TransferInputError } from "./errors.js";
export type { ClassWeight } from "./regression/image-weights.js";
export { linearLogits } from "./regression/linear-logits.js";
export {
  type LinearHead,
  type LogisticRegression,
  type LogisticRegressionOptions,
  logisticRegression,
} from "./regression/logistic-regression.js";
export {
  type ClassOutlier,
  type ClassOutliersOptions,
  classOutliers,
} from "./unknown/class-outliers.js";
export { energy, neighbourDistance, uncertainty } from "./unknown/scores.js";
export {
  type UnknownThreshold,
  type UnknownThresholdOptions,
  unknownThreshold,
} from "./unknown/threshold.js";
export {
  type ChooseStrengthOptions,
  type ChosenStrength,
  chooseStrength,
  type TriedStrength,
} from "./validation/choose-strength.js";
export {
  type CrossValidateOptions,
  type CrossValidation,
  crossValidate,
} from "./validation/cross-validate.js";
export type { OutOfFold } from "./validation/fit-folds.js";
export type { Interval } from "./validation/interval.js";
export {
  type LearningCurveOptions,
  type LearningCurvePoint,
  learningCurve,
} from "./validation/learning-curve.js";
