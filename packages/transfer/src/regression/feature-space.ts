import { type Matrix, matrix, part, transposed } from "../algebra/matrix.js";
import { multiply, multiplySymmetric } from "../algebra/multiply.js";
import { ridgeInverse } from "./ridge.js";
import type { Spaces } from "./space.js";

/**
 * A coefficient for each feature and, last, the bias: w, with the metric M = κZᵀZ + λI, the bias without λ. Logits are
 * F = Zw with a column of ones in Z. A step needs three products.
 */
export function featureSpaces(features: Matrix): Spaces {
  const z = withOnes(features);
  const width = features.columns;
  const covariance = multiplySymmetric(transposed(z), z);
  return (penalty, curvature) => {
    const inverse = ridgeInverse(covariance, penalty, curvature, 1);
    const logitsOf = (vector: Matrix): Matrix => multiply(vector, transposed(z));
    return {
      curvature,
      stepTo(rows) {
        const image = multiply(rows, z);
        const vector = multiply(image, inverse);
        return { vector, image, logits: logitsOf(vector) };
      },
      gradientAt({ vector }, lossGradient) {
        const image = multiply(lossGradient, z);
        for (let i = 0; i < image.values.length; i++) {
          if (i % (width + 1) < width) image.values[i]! += penalty * vector.values[i]!;
        }
        return { vector: multiply(image, inverse), image };
      },
      penaltyAt({ vector }) {
        let sum = 0;
        for (const [i, weight] of vector.values.entries()) {
          if (i % (width + 1) < width) sum += weight * weight;
        }
        return (penalty * sum) / 2;
      },
      logitsAlong: ({ vector }) => logitsOf(vector),
      weightsAt: ({ vector }) => ({
        weights: part(vector, 0, 0, vector.rows, width),
        bias: Float64Array.from(
          { length: vector.rows },
          (_, row) => vector.values[row * (width + 1) + width]!,
        ),
      }),
    };
  };
}

function withOnes({ rows, columns, values }: Matrix): Matrix {
  const wider = matrix(rows, columns + 1, new Float64Array(rows * (columns + 1)).fill(1));
  for (let i = 0; i < rows; i++) {
    wider.values.set(values.subarray(i * columns, (i + 1) * columns), i * (columns + 1));
  }
  return wider;
}
