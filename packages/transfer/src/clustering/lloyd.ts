import type { Matrix } from "../algebra/matrix.js";
import { Members } from "./members.js";
import type { Points } from "./points.js";

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
  /** `[count]`, distance from it. */
  readonly distances: Float64Array;
  /** The sum of their squares. */
  readonly inertia: number;
  readonly iterations: number;
}

/**
 * Each row to its nearest centre, each centre to the mean of its rows, until no row changes (Lloyd 1982), as scikit-learn does it.
 */
export async function lloyd(points: Points, start: Matrix, options: LloydOptions): Promise<Grouping> {
  const { iterations: most, tolerance, onRound } = options;
  const members = new Members(points, start.rows);
  let centers = start;
  for (let iterations = 1; ; iterations++) {
    const changed = members.assign(centers);
    await onRound(iterations);
    // The means of the same rows are what the centres were.
    if (changed === 0) return groupingOf(members, centers, iterations);
    const means = members.means(centers);
    const moves = movesBetween(centers, means);
    centers = means;
    members.follow(moves);
    if (sumOfSquares(moves) <= tolerance || iterations === most) {
      return groupingOf(members, centers, iterations);
    }
  }
}

function groupingOf(members: Members, centers: Matrix, iterations: number): Grouping {
  const distances = members.distances(centers);
  const { assignments } = members;
  return { centers, assignments, distances, inertia: sumOfSquares(distances), iterations };
}

/** `[rows]`, the distance of each row from where it was. */
function movesBetween(before: Matrix, after: Matrix): Float64Array {
  const squares = new Float64Array(before.rows);
  after.values.forEach((value, i) => {
    squares[Math.floor(i / before.columns)]! += (value - before.values[i]!) ** 2;
  });
  return squares.map(Math.sqrt);
}

const sumOfSquares = (values: Float64Array): number => values.reduce((sum, value) => sum + value ** 2, 0);
