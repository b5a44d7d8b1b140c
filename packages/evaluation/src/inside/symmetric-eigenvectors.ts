const MOST_SWEEPS = 60;

/**
 * The largest eigenvalues of a small symmetric matrix and their eigenvectors, in descending order: Jacobi's rotations, each
 * of which makes one number beside the diagonal 0.
 */
export function largestEigenvectors(
  matrix: readonly (readonly number[])[],
  count: number,
): { values: number[]; vectors: number[][] } {
  const a = matrix.map((row) => [...row]);
  const size = a.length;
  const vectors = a.map((_, i) => a.map((_, j) => Number(i === j)));
  for (let sweep = 0; sweep < MOST_SWEEPS && !isDiagonal(a); sweep++) {
    for (let p = 0; p < size; p++) for (let q = p + 1; q < size; q++) rotate(a, vectors, p, q);
  }
  const order = a.map((_, i) => i).sort((i, j) => a[j]![j]! - a[i]![i]!);
  const largest = order.slice(0, count);
  return {
    values: largest.map((i) => a[i]![i]!),
    vectors: largest.map((i) => vectors.map((row) => row[i]!)),
  };
}

function isDiagonal(a: readonly (readonly number[])[]): boolean {
  const scale = a.reduce((most, row, i) => Math.max(most, Math.abs(row[i]!)), 0);
  return a.every((row, i) => row.every((x, j) => i === j || Math.abs(x) <= 1e-16 * scale));
}

function rotate(a: number[][], vectors: number[][], p: number, q: number): void {
  if (a[p]![q] === 0) return;
  const theta = (a[q]![q]! - a[p]![p]!) / (2 * a[p]![q]!);
  const tangent = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const cosine = 1 / Math.sqrt(tangent * tangent + 1);
  const sine = tangent * cosine;
  for (const row of [...a, ...vectors]) {
    const [x, y] = [row[p]!, row[q]!];
    row[p] = cosine * x - sine * y;
    row[q] = sine * x + cosine * y;
  }
  const [rowP, rowQ] = [a[p]!, a[q]!];
  for (let i = 0; i < rowP.length; i++) {
    const [x, y] = [rowP[i]!, rowQ[i]!];
    rowP[i] = cosine * x - sine * y;
    rowQ[i] = sine * x + cosine * y;
  }
}
