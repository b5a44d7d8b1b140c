import { type Matrix, matrix, transposed } from "../algebra/matrix.js";
import { multiply } from "../algebra/multiply.js";
import { blocksOf, type Points, rowsAt, squaresOf } from "./points.js";

/**
 * First centres that are far from each other: k-means++ (Arthur and Vassilvitskii 2007). Each next one is drawn in proportion to
 * its squared distance from the centres before, and the best of 2 + ln(clusters) draws is taken, as scikit-learn does.
 *
 * @param uniform draws from 0 to below 1
 * @returns `[clusters, width]`, less the mean
 */
export function spreadCenters(points: Points, clusters: number, uniform: () => number): Matrix {
  const { count, width } = points;
  const centers = matrix(clusters, width);
  const draws = 2 + Math.floor(Math.log(clusters));
  const indexOf = (share: number) => Math.min(count - 1, Math.floor(share * count));
  const first = indexOf(uniform());
  centers.values.set(rowsAt(points, [first]).values);
  let nearest = squaredDistances(points, [first])[0]!;
  for (let center = 1; center < clusters; center++) {
    const drawn = Array.from({ length: draws }, uniform);
    const total = sumOf(nearest);
    // Where all images lie on centres already, any of them is as good.
    const candidates = total > 0 ? positionsAt(nearest, drawn, total) : drawn.map(indexOf);
    const tried = squaredDistances(points, candidates).map((distances) =>
      distances.map((distance, i) => Math.min(distance, nearest[i]!)),
    );
    const potentials = tried.map(sumOf);
    const best = potentials.indexOf(Math.min(...potentials));
    nearest = tried[best]!;
    centers.values.set(rowsAt(points, [candidates[best]!]).values, center * width);
  }
  return centers;
}

/** Where the running sum of `weights` reaches each share of `total`. */
function positionsAt(weights: Float64Array, shares: readonly number[], total: number): number[] {
  const positions = new Array<number>(shares.length).fill(weights.length - 1);
  const ascending = shares.map((_, i) => i).sort((a, b) => shares[a]! - shares[b]!);
  let sum = 0;
  let next = 0;
  for (let i = 0; i < weights.length && next < ascending.length; i++) {
    sum += weights[i]!;
    while (next < ascending.length && weights[i]! > 0 && sum > shares[ascending[next]!]! * total) {
      positions[ascending[next++]!] = i;
    }
  }
  return positions;
}

/** Of all rows from those at `indices`, one array for each of these. */
function squaredDistances(points: Points, indices: readonly number[]): Float64Array[] {
  const { count, squares } = points;
  const chosen = rowsAt(points, indices);
  const own = squaresOf(chosen);
  const distances = indices.map(() => new Float64Array(count));
  for (const [block, first] of blocksOf(points)) {
    const products = multiply(block, transposed(chosen)).values;
    for (let row = 0; row < block.rows; row++) {
      for (let i = 0; i < indices.length; i++) {
        const square = squares[first + row]! + own[i]! - 2 * products[row * indices.length + i]!;
        distances[i]![first + row] = first + row === indices[i] ? 0 : Math.max(0, square);
      }
    }
  }
  return distances;
}

const sumOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);
