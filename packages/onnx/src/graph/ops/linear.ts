import type { Value } from "../graph.js";

export interface GemmOptions {
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
  /** Added to the product, broadcast to its shape. */
  readonly bias?: Value;
}

/** `A · B + bias` of matrices; either can be taken transposed without a copy. */
export function gemm(a: Value, b: Value, { transposeA, transposeB, bias }: GemmOptions = {}): Value {
  const [rows, innerA] = transposeA ? [a.shape[1]!, a.shape[0]!] : [a.shape[0]!, a.shape[1]!];
  const [innerB, columns] = transposeB ? [b.shape[1]!, b.shape[0]!] : [b.shape[0]!, b.shape[1]!];
  if (innerA !== innerB) {
    throw new Error(`[imgcls/onnx] Gemm: [${a.shape}] and [${b.shape}] do not multiply`);
  }
  return a.graph.emit(
    "Gemm",
    bias ? [a, b, bias] : [a, b],
    { dtype: a.dtype, shape: [rows, columns] },
    { transA: { int: transposeA ? 1 : 0 }, transB: { int: transposeB ? 1 : 0 } },
  );
}
