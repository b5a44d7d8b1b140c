import type { Value } from "../graph.js";

export interface GemmOptions {
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
  /** Added to the product, broadcast to its shape. */
  readonly bias?: Value;
  /** Default 1. */
  readonly productFactor?: number;
  /** Default 1. */
  readonly biasFactor?: number;
}

/** `A · B + bias` of matrices, each with a factor; A and B can be taken transposed without a copy. */
export function gemm(
  a: Value,
  b: Value,
  { transposeA, transposeB, bias, productFactor = 1, biasFactor = 1 }: GemmOptions = {},
): Value {
  const [rows, innerA] = transposeA ? [a.shape[1]!, a.shape[0]!] : [a.shape[0]!, a.shape[1]!];
  const [innerB, columns] = transposeB ? [b.shape[1]!, b.shape[0]!] : [b.shape[0]!, b.shape[1]!];
  if (innerA !== innerB) {
    throw new Error(`[imgcls/onnx] Gemm: [${a.shape}] and [${b.shape}] do not multiply`);
  }
  return a.graph.emit(
    "Gemm",
    bias ? [a, b, bias] : [a, b],
    { dtype: a.dtype, shape: [rows, columns] },
    {
      transA: { int: transposeA ? 1 : 0 },
      transB: { int: transposeB ? 1 : 0 },
      ...(productFactor !== 1 && { alpha: { float: productFactor } }),
      ...(biasFactor !== 1 && { beta: { float: biasFactor } }),
    },
  );
}

/** Products of matrices: `[b, m, k] · [b, k, n]` is `[b, m, n]`. */
export function matMul(a: Value, b: Value): Value {
  const [batch, rows, inner] = a.shape as [number, number, number];
  if (batch !== b.shape[0] || inner !== b.shape[1]) {
    throw new Error(`[imgcls/onnx] MatMul: [${a.shape}] and [${b.shape}] do not multiply`);
  }
  return a.graph.emit("MatMul", [a, b], { dtype: a.dtype, shape: [batch, rows, b.shape[2]!] });
}
