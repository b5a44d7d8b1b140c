import { type Matrix, matrix, transposed } from "../algebra/matrix.js";
import { multiply } from "../algebra/multiply.js";
import { addScaled } from "../algebra/vectors.js";
import { blocksOf, type Points, rowsOf, squaresOf } from "./points.js";

export interface LloydOptions {
  /** At most so many rounds. */
  readonly iterations: number;
  /** Ends where the squared moves of all centres sum to this or less. */
  readonly tolerance: number;
  /** Called after each round; what it returns is waited for. */
  onRound(round: number): unknown;
}

export interface Grouping {
  /** `[clusters, width]`, less the mean. */
  readonly centers: Matrix;
  /** `[count]`, the centre that is nearest. */
  readonly assignments: Int32Array;
  /** `[count]`, squared distance from it. */
  readonly squares: Float64Array;
  /** The sum of these. */
  readonly inertia: number;
  readonly iterations: number;
}

interface Round extends Pick<Grouping, "assignments" | "squares"> {
  /** `[clusters, width]`, the mean of the rows that are nearest to each centre. */
  readonly means: Matrix;
}

/**
 * Each row to its nearest centre, each centre to the mean of its rows, until no row changes (Lloyd 1982), as scikit-learn does it:
 * a centre without rows goes to the row that is farthest from its own.
 */
export async function lloyd(points: Points, start: Matrix, options: LloydOptions): Promise<Grouping> {
  const { iterations: most, tolerance, onRound } = options;
  let centers = start;
  let before: Int32Array | undefined;
  for (let iterations = 1; ; iterations++) {
    const { means, assignments, squares } = roundOf(points, centers);
    await onRound(iterations);
    // The means of the same rows are what the centres were.
    if (before?.every((cluster, i) => cluster === assignments[i])) {
      return { centers, assignments, squares, inertia: sumOf(squares), iterations };
    }
    const moved = moveBetween(centers, means);
    centers = means;
    before = assignments;
    if (moved <= tolerance || iterations === most) {
      const last = roundOf(points, centers);
      const inertia = sumOf(last.squares);
      return { centers, assignments: last.assignments, squares: last.squares, inertia, iterations };
    }
  }
}

function roundOf(points: Points, centers: Matrix): Round {
  const { count, width } = points;
  const clusters = centers.rows;
  const own = squaresOf(centers);
  const assignments = new Int32Array(count);
  const squares = new Float64Array(count);
  const sums = matrix(clusters, width);
  const sizes = new Float64Array(clusters);
  for (const [block, first] of blocksOf(points)) {
    const products = multiply(block, transposed(centers)).values;
    for (let row = 0; row < block.rows; row++) {
      let nearest = 0;
      let least = Number.POSITIVE_INFINITY;
      for (let cluster = 0; cluster < clusters; cluster++) {
        const distance = own[cluster]! - 2 * products[row * clusters + cluster]!;
        if (distance < least) {
          least = distance;
          nearest = cluster;
        }
      }
      assignments[first + row] = nearest;
      squares[first + row] = Math.max(0, points.squares[first + row]! + least);
      sizes[nearest]!++;
      addScaled(rowOf(sums, nearest), 1, block.values.subarray(row * width, (row + 1) * width));
    }
  }
  fillEmpty(points, { assignments, squares }, sums, sizes);
  for (let cluster = 0; cluster < clusters; cluster++) {
    const sum = rowOf(sums, cluster);
    for (let j = 0; j < width; j++) sum[j]! /= sizes[cluster] || 1;
  }
  return { assignments, squares, means: sums };
}

/** Gives each cluster without rows the row that is farthest from its centre; the cluster it is of loses it. */
function fillEmpty(
  points: Points,
  { assignments, squares }: Pick<Round, "assignments" | "squares">,
  sums: Matrix,
  sizes: Float64Array,
): void {
  const empty = [...sizes.keys()].filter((cluster) => sizes[cluster] === 0);
  if (empty.length === 0) return;
  const farthest = [...squares.keys()].sort((a, b) => squares[b]! - squares[a]!).slice(0, empty.length);
  for (const [i, cluster] of empty.entries()) {
    const index = farthest[i]!;
    const row = rowsOf(points, index, 1).values;
    addScaled(rowOf(sums, assignments[index]!), -1, row);
    sizes[assignments[index]!]!--;
    rowOf(sums, cluster).set(row);
    sizes[cluster] = 1;
  }
}

const rowOf = ({ values, columns }: Matrix, row: number): Float64Array =>
  values.subarray(row * columns, (row + 1) * columns);

const moveBetween = (a: Matrix, b: Matrix): number =>
  a.values.reduce((sum, value, i) => sum + (value - b.values[i]!) ** 2, 0);

const sumOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);
