import { type Checks, count, optionProblems } from "@imgcls/checks";
import { requireNone } from "../option-checks.js";
import { randomIndices } from "../statistics/random.js";
import { largestEigenvectors } from "./symmetric-eigenvectors.js";

export interface PrincipalComponentsOptions {
  /** Numbers of each row. */
  readonly features: number;
  /** How many directions. Default 2. */
  readonly components?: number;
}

export interface PrincipalComponents {
  /** `[rows, components]`: each row along the directions. */
  readonly coordinates: Float64Array;
  /** `[components, features]`: directions of length 1; of each the number that is farthest from 0 is positive. */
  readonly directions: Float64Array;
  /** Of each direction, its share of the whole variance. */
  readonly explained: Float64Array;
  /** `[features]` */
  readonly mean: Float64Array;
}

const CHECKS: Checks<PrincipalComponentsOptions> = { features: count, components: count };

/** Directions beside the wanted ones: with them, iterations come as near as they do by the gap to the ninth next eigenvalue. */
const BESIDE = 8;
const MOST_ITERATIONS = 1000;
/** Of eigenvalues from one iteration to the next; the error of directions is about its root. */
const PRECISION = 1e-14;

/**
 * The directions in which rows, such as the features of images, differ most, and the rows along them: embeddings as points in
 * a plane. As scikit-learn's `PCA`, by subspace iteration.
 *
 * @param values `[rows, features]`
 * @throws EvaluationInputError for numbers that make no whole rows, and more components than rows or features
 */
export function principalComponents(
  values: ArrayLike<number>,
  options: PrincipalComponentsOptions,
): PrincipalComponents {
  requireNone("principalComponents", problemsOf(values, options));
  const { features, components = 2 } = options;
  const { rows, mean } = centered(values, features);
  const size = Math.min(rows.length, features, components + BESIDE);
  const { basis, vectors, squares } = dominantSubspace(rows, features, size, components);

  const directions = vectors.map((weights) => signed(combined(basis, weights, features)));
  const total = rows.reduce((sum, row) => sum + dot(row, row), 0);
  return {
    coordinates: Float64Array.from(rows.flatMap((row) => directions.map((direction) => dot(row, direction)))),
    directions: Float64Array.from(directions.flatMap((direction) => [...direction])),
    explained: Float64Array.from(squares, (square) => (total > 0 ? square / total : 0)),
    mean,
  };
}

type Vector = Float64Array;

interface Subspace {
  /** Orthonormal; it spans what the largest eigenvectors of `Xᵀ X` do, and more. */
  readonly basis: readonly Vector[];
  /** The wanted eigenvectors in this basis, and their eigenvalues. */
  readonly vectors: readonly (readonly number[])[];
  readonly squares: readonly number[];
}

/** Powers of `Xᵀ X`, until the wanted eigenvalues stay: the directions beside them may still turn. */
function dominantSubspace(
  rows: readonly Vector[],
  features: number,
  size: number,
  components: number,
): Subspace {
  const below = randomIndices(0);
  const random = () => Float64Array.from({ length: features }, () => below(2 ** 20) / 2 ** 20 - 0.5);
  let basis = orthonormal(Array.from({ length: size }, random));
  let before = new Array<number>(components).fill(0);
  for (let i = 1; ; i++) {
    const next = basis.map(() => new Float64Array(features));
    const gram = basis.map(() => new Array<number>(size).fill(0));
    for (const row of rows) {
      const projected = basis.map((direction) => dot(row, direction));
      for (const [j, length] of projected.entries()) {
        addTo(next[j]!, row, length);
        for (const [k, other] of projected.entries()) gram[j]![k]! += length * other;
      }
    }
    const { vectors, values: squares } = largestEigenvectors(gram, components);
    const change = squares.reduce((most, square, j) => Math.max(most, Math.abs(square - before[j]!)), 0);
    if (change <= PRECISION * squares[0]! || i === MOST_ITERATIONS) return { basis, vectors, squares };
    before = squares;
    basis = orthonormal(next);
  }
}

/** By Gram and Schmidt, twice, since once is not exact enough; what depends on the vectors before becomes 0. */
function orthonormal(vectors: readonly Vector[]): Vector[] {
  const basis: Vector[] = [];
  for (const given of vectors) {
    const vector = given.slice();
    const whole = Math.sqrt(dot(vector, vector));
    for (const other of [...basis, ...basis]) addTo(vector, other, -dot(vector, other));
    const length = Math.sqrt(dot(vector, vector));
    const isNew = length > 1e-12 * whole;
    basis.push(vector.map((x) => (isNew ? x / length : 0)));
  }
  return basis;
}

function centered(values: ArrayLike<number>, features: number): { rows: Vector[]; mean: Vector } {
  const count = values.length / features;
  const mean = new Float64Array(features);
  for (let i = 0; i < values.length; i++) mean[i % features]! += values[i]! / count;
  const rows = Array.from({ length: count }, (_, row) =>
    mean.map((center, i) => values[row * features + i]! - center),
  );
  return { rows, mean };
}

function combined(basis: readonly Vector[], weights: readonly number[], features: number): Vector {
  const sum = new Float64Array(features);
  for (const [i, direction] of basis.entries()) addTo(sum, direction, weights[i]!);
  return sum;
}

function signed(direction: Vector): Vector {
  const farthest = direction.reduce((most, x) => (Math.abs(x) > Math.abs(most) ? x : most), 0);
  return farthest < 0 ? direction.map((x) => -x) : direction;
}

function dot(a: Vector, b: Vector): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function addTo(target: Vector, summand: Vector, factor: number): void {
  for (let i = 0; i < target.length; i++) target[i]! += factor * summand[i]!;
}

function problemsOf(values: ArrayLike<number>, options: PrincipalComponentsOptions): string[] {
  const problems = optionProblems("principalComponents", options, CHECKS);
  if (problems.length > 0) return problems;
  const { features, components = 2 } = options;
  if (features === undefined) return ["expected features, the numbers of each row"];
  const rows = values.length / features;
  if (!Number.isInteger(rows) || rows === 0) {
    return [`expected whole rows of ${features} numbers, received ${values.length} numbers`];
  }
  const most = Math.min(rows, features);
  if (components <= most) return [];
  return [
    `expected at most ${most} components of ${rows} rows of ${features} numbers, received ${components}`,
  ];
}
