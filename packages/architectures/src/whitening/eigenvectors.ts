export interface Eigenvector {
  readonly value: number;
  /** Of length 1. */
  readonly vector: readonly number[];
}

const SWEEPS = 50;

/**
 * Eigenvalues and eigenvectors of a symmetric matrix, the largest value first, by Jacobi's rotations: each makes one
 * element off the diagonal zero. For small matrices.
 */
export function eigenvectors(matrix: readonly (readonly number[])[]): Eigenvector[] {
  const size = matrix.length;
  const a = matrix.map((row) => [...row]);
  const v = a.map((_, i) => a.map((__, j) => Number(i === j)));
  const scale = Math.max(...a.flat().map(Math.abs));
  for (let sweep = 0; sweep < SWEEPS && offDiagonal(a) > 1e-14 * scale; sweep++) {
    for (let p = 0; p < size; p++) for (let q = p + 1; q < size; q++) rotate(a, v, p, q);
  }
  return a
    .map((row, i) => ({ value: row[i]!, vector: v.map((each) => each[i]!) }))
    .sort((one, other) => other.value - one.value);
}

const offDiagonal = (a: readonly (readonly number[])[]): number =>
  Math.max(...a.flatMap((row, i) => row.map((value, j) => (i === j ? 0 : Math.abs(value)))));

/** Turns in the plane of axes p and q by the angle whose tangent makes a[p][q] zero. */
function rotate(a: number[][], v: number[][], p: number, q: number): void {
  const apq = a[p]![q]!;
  if (apq === 0) return;
  const theta = (a[q]![q]! - a[p]![p]!) / (2 * apq);
  const tangent = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const cosine = 1 / Math.sqrt(tangent * tangent + 1);
  const sine = tangent * cosine;
  const turn = (row: number[]): void => {
    const [x, y] = [row[p]!, row[q]!];
    row[p] = cosine * x - sine * y;
    row[q] = sine * x + cosine * y;
  };
  for (const row of a) turn(row);
  const [rowP, rowQ] = [a[p]!, a[q]!];
  for (let k = 0; k < a.length; k++) {
    const [x, y] = [rowP[k]!, rowQ[k]!];
    rowP[k] = cosine * x - sine * y;
    rowQ[k] = sine * x + cosine * y;
  }
  for (const row of v) turn(row);
}
