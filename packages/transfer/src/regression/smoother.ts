import { type Matrix, matrix, transposed } from "../algebra/matrix.js";
import { gram, multiply } from "../algebra/multiply.js";
import { spdInverse } from "../algebra/spd-inverse.js";

/**
 * Ridge regression as a map: S = Z(κZᵀZ + λI)⁻¹Zᵀ + 11ᵀ/κn, for standardized features Z of n images, a penalty λ, a
 * curvature κ, and a bias without penalty. Logits that features can give are S·β for some β.
 *
 * It is what makes the regression quick. In β the penalty needs no weights: λ|w|² = ⟨β, Sβ⟩ − κ|Sβ|², and where the loss had
 * the curvature κ everywhere, one step would be enough, however different the scales of the features' directions are.
 */
export interface Smoother {
  readonly curvature: number;
  readonly penalty: number;
  /** `[classes, images]` to `[classes, images]`: S is symmetric, so it works on rows as on columns. */
  apply(rows: Matrix): Matrix;
}

/** What smoothers of all strengths on the same features share. */
export interface SmootherBase {
  at(penalty: number, curvature: number): Smoother;
}

/** With as many numbers as images where there are fewer images than features, else as many as features. */
export const smootherBase = (z: Matrix): SmootherBase => (z.rows <= z.columns ? byImages(z) : byFeatures(z));

/** K = ZZᵀ, and S = (I − λ(κK + λI)⁻¹)/κ + 11ᵀ/κn: one product of n × n a step. */
function byImages(z: Matrix): SmootherBase {
  const images = z.rows;
  const kernel = gram(z);
  return {
    at(penalty, curvature) {
      const smoother = spdInverse(ridge(kernel, penalty, curvature));
      for (let i = 0, at = 0; i < images; i++) {
        for (let j = 0; j < images; j++, at++) {
          const identity = i === j ? 1 : 0;
          smoother.values[at] = (identity - penalty * smoother.values[at]! + 1 / images) / curvature;
        }
      }
      return { curvature, penalty, apply: (rows) => multiply(rows, smoother) };
    },
  };
}

function byFeatures(z: Matrix): SmootherBase {
  const covariance = gram(transposed(z));
  return {
    at(penalty, curvature) {
      const inverse = spdInverse(ridge(covariance, penalty, curvature));
      return {
        curvature,
        penalty,
        apply: (rows) =>
          addMeans(multiply(multiply(multiply(rows, z), inverse), transposed(z)), rows, curvature),
      };
    },
  };
}

function ridge(of: Matrix, penalty: number, curvature: number): Matrix {
  const values = of.values.map((value) => curvature * value);
  for (let i = 0; i < of.rows; i++) values[i * (of.rows + 1)]! += penalty;
  return matrix(of.rows, of.rows, values);
}

/** Adds what the bias gives: the mean of each row of `of`, over κ. */
function addMeans(smooth: Matrix, of: Matrix, curvature: number): Matrix {
  for (let i = 0, start = 0; i < of.rows; i++, start += of.columns) {
    const row = of.values.subarray(start, start + of.columns);
    const bias = row.reduce((sum, value) => sum + value, 0) / (curvature * of.columns);
    for (let j = start; j < start + of.columns; j++) smooth.values[j]! += bias;
  }
  return smooth;
}
