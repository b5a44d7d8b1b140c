import { type Matrix, matrix, transposed } from "../algebra/matrix.js";
import { multiply, multiplySymmetric } from "../algebra/multiply.js";
import { addScaled } from "../algebra/vectors.js";
import { type Points, rowsAt, squaresOf } from "./points.js";

/** Rows that are compared with the centres at a time. */
const BLOCK_ROWS = 1024;
const NONE = -1;

/**
 * Which rows belong to which centre, while the centres move. Of each row it is known how far at most its own centre is, and how near
 * at least any other; a centre that moves changes both by no more than its move. As long as the first is below the second, or
 * below half the way from its centre to the next one, the row stays where it is without being looked at (Hamerly 2010). That is so
 * for most rows of most rounds, and nothing else comes out than by comparing all rows with all centres.
 */
export class Members {
  /** `[count]`, the centre that is nearest. */
  readonly assignments: Int32Array;
  /** `[count]`, the distance of each row from it at most. */
  readonly #own: Float64Array;
  /** `[count]`, that from any other at least. */
  readonly #others: Float64Array;
  readonly #sums: Matrix;
  readonly #sizes: Float64Array;
  /** Rows that were given to centres without any, since the last `assign`. */
  #given = 0;

  constructor(
    private readonly points: Points,
    clusters: number,
  ) {
    this.assignments = new Int32Array(points.count).fill(NONE);
    this.#own = new Float64Array(points.count).fill(Number.POSITIVE_INFINITY);
    this.#others = new Float64Array(points.count);
    this.#sums = matrix(clusters, points.width);
    this.#sizes = new Float64Array(clusters);
  }

  /** Each row to its nearest centre. @returns how many changed theirs */
  assign(centers: Matrix): number {
    const safe = halfWaysToNext(centers);
    const undecided = this.#rowsWhere(
      (row, cluster) => cluster === NONE || this.#own[row]! > Math.max(this.#others[row]!, safe[cluster]!),
    );
    const changed = this.#given + this.#compare(undecided, centers);
    this.#given = 0;
    return changed;
  }

  /** `[count]`, the distance of each row from its nearest centre. */
  distances(centers: Matrix): Float64Array {
    this.#compare(
      this.#rowsWhere(() => true),
      centers,
    );
    return this.#own;
  }

  /** `[clusters, width]`, the mean of each centre's rows. A centre without rows goes to the row that is farthest from its own. */
  means(centers: Matrix): Matrix {
    const empty = [...this.#sizes.keys()].filter((cluster) => this.#sizes[cluster] === 0);
    if (empty.length > 0) {
      const distances = this.distances(centers);
      const farthest = [...distances.keys()].sort((a, b) => distances[b]! - distances[a]!);
      for (const [i, cluster] of empty.entries()) this.#give(farthest[i]!, cluster);
    }
    const means = matrix(centers.rows, centers.columns, this.#sums.values.slice());
    for (let i = 0; i < means.values.length; i++) {
      means.values[i]! /= this.#sizes[Math.floor(i / means.columns)] || 1;
    }
    return means;
  }

  /** @param moves `[clusters]`, how far each centre is from where it was */
  follow(moves: Float64Array): void {
    const fastest = moves.indexOf(Math.max(...moves));
    const most = moves[fastest]!;
    const next = moves.reduce(
      (greatest, move, i) => (i === fastest ? greatest : Math.max(greatest, move)),
      0,
    );
    for (let row = 0; row < this.assignments.length; row++) {
      const cluster = this.assignments[row]!;
      this.#own[row]! += moves[cluster]!;
      this.#others[row]! -= cluster === fastest ? next : most;
    }
  }

  #rowsWhere(accepts: (row: number, cluster: number) => boolean): Uint32Array {
    const rows = new Uint32Array(this.assignments.length);
    let count = 0;
    for (let row = 0; row < rows.length; row++) if (accepts(row, this.assignments[row]!)) rows[count++] = row;
    return rows.subarray(0, count);
  }

  /** These rows with all centres. @returns how many have another nearest one than before */
  #compare(rows: Uint32Array, centers: Matrix): number {
    const { width, squares } = this.points;
    const clusters = centers.rows;
    const ofCenters = squaresOf(centers);
    let changed = 0;
    for (let start = 0; start < rows.length; start += BLOCK_ROWS) {
      const compared = rows.subarray(start, start + BLOCK_ROWS);
      const block = rowsAt(this.points, compared);
      const products = multiply(block, transposed(centers)).values;
      for (const [i, row] of compared.entries()) {
        let nearest = 0;
        let least = Number.POSITIVE_INFINITY;
        let second = Number.POSITIVE_INFINITY;
        for (let cluster = 0; cluster < clusters; cluster++) {
          const square = ofCenters[cluster]! - 2 * products[i * clusters + cluster]!;
          if (square < least) {
            second = least;
            least = square;
            nearest = cluster;
          } else if (square < second) second = square;
        }
        this.#own[row] = Math.sqrt(Math.max(0, squares[row]! + least));
        this.#others[row] = Math.sqrt(Math.max(0, squares[row]! + second));
        if (nearest === this.assignments[row]) continue;
        this.#move(row, nearest, block.values.subarray(i * width, (i + 1) * width));
        changed += 1;
      }
    }
    return changed;
  }

  #move(row: number, cluster: number, values: Float64Array): void {
    const before = this.assignments[row]!;
    if (before !== NONE) this.#add(before, -1, values);
    this.#add(cluster, 1, values);
    this.assignments[row] = cluster;
  }

  #add(cluster: number, sign: 1 | -1, values: Float64Array): void {
    const { values: sums, columns } = this.#sums;
    addScaled(sums.subarray(cluster * columns, (cluster + 1) * columns), sign, values);
    this.#sizes[cluster]! += sign;
  }

  #give(row: number, cluster: number): void {
    this.#move(row, cluster, rowsAt(this.points, [row]).values);
    // Its centre will be where it is; until then nothing is known of it.
    this.#own[row] = Number.POSITIVE_INFINITY;
    this.#given += 1;
  }
}

/** `[clusters]`, half the distance of each centre from the one that is nearest to it. */
function halfWaysToNext(centers: Matrix): Float64Array {
  const squares = squaresOf(centers);
  const products = multiplySymmetric(centers, transposed(centers)).values;
  return squares.map((square, i) => {
    let least = Number.POSITIVE_INFINITY;
    for (let j = 0; j < squares.length; j++) {
      if (j !== i) least = Math.min(least, square + squares[j]! - 2 * products[i * squares.length + j]!);
    }
    return Math.sqrt(Math.max(0, least)) / 2;
  });
}
