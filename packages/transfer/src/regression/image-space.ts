import { type Matrix, matrix, transposed } from "../algebra/matrix.js";
import { multiply, multiplySymmetric } from "../algebra/multiply.js";
import { ridgeInverse } from "./ridge.js";
import type { Spaces } from "./space.js";

/** Images that are the same would make S singular: this share of the mean of K's diagonal is what each has of its own. */
const DISTINCTION = 1e-7;

/**
 * A coefficient β for each image. With K = ZZᵀ, ridge regression's smoother S = K(κK + λI)⁻¹ + 11ᵀ/κn, whose last part is the
 * bias, makes logits of them: F = Sβ. It is the metric, too, so the image of a vector is its logits, and a step needs one
 * product. The penalty needs no weights: λ|w|² = ⟨β, F⟩ − κ|F|².
 */
export function imageSpaces(z: Matrix): Spaces {
  const images = z.rows;
  const kernel = distinct(multiplySymmetric(z, transposed(z)));
  return (penalty, curvature) => {
    const smoother = smootherOf(kernel, penalty, curvature);
    const smooth = (rows: Matrix): Matrix => multiply(rows, smoother);
    return {
      curvature,
      stepTo(rows) {
        const image = smooth(rows);
        return { vector: rows, image, logits: image };
      },
      gradientAt({ vector, logits }, lossGradient) {
        const values = lossGradient.values.map(
          (value, i) => value - curvature * logits.values[i]! + vector.values[i]!,
        );
        const gradient = matrix(vector.rows, images, values);
        return { vector: gradient, image: smooth(gradient) };
      },
      penaltyAt({ vector, logits }) {
        let sum = 0;
        for (const [i, logit] of logits.values.entries()) {
          sum += (vector.values[i]! - curvature * logit) * logit;
        }
        return sum / 2;
      },
      logitsAlong: ({ image }) => image,
      /** The bias is the mean of β over κ, and w = Zᵀ(β − κF)/λ with the logits that are not the bias's. */
      weightsAt({ vector, logits }) {
        const bias = new Float64Array(vector.rows);
        const rest = logits.values.map((logit, i) => (vector.values[i]! - curvature * logit) / penalty);
        for (let row = 0, start = 0; row < vector.rows; row++, start += images) {
          const own = vector.values.subarray(start, start + images);
          bias[row] = own.reduce((sum, value) => sum + value, 0) / (curvature * images);
          for (let i = start; i < start + images; i++) rest[i]! += (curvature * bias[row]!) / penalty;
        }
        return { weights: multiply(matrix(vector.rows, images, rest), z), bias };
      },
    };
  };
}

/**
 * Adds a multiple of I − 11ᵀ/n: K1 = 0 holds as before, since features are centred. Otherwise S would be above 1/κ along the
 * bias, and its penalty would be below 0.
 */
function distinct(kernel: Matrix): Matrix {
  const { rows, values } = kernel;
  let trace = 0;
  for (let i = 0; i < rows; i++) trace += values[i * (rows + 1)]!;
  const own = (DISTINCTION * trace) / rows;
  for (let i = 0, at = 0; i < rows; i++) {
    for (let j = 0; j < rows; j++, at++) values[at]! += own * ((i === j ? 1 : 0) - 1 / rows);
  }
  return kernel;
}

/** K(κK + λI)⁻¹ = (I − λ(κK + λI)⁻¹)/κ. */
function smootherOf(kernel: Matrix, penalty: number, curvature: number): Matrix {
  const images = kernel.rows;
  const smoother = ridgeInverse(kernel, penalty, curvature);
  const { values } = smoother;
  for (let i = 0, at = 0; i < images; i++) {
    for (let j = 0; j < images; j++, at++) {
      values[at] = ((i === j ? 1 : 0) - penalty * values[at]! + 1 / images) / curvature;
    }
  }
  return smoother;
}
