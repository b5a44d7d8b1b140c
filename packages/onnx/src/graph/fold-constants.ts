import { transposeArray } from "../layout.js";
import type { Attribute, ConstantData, Shape } from "./graph.js";
import { sizeOf } from "./shapes.js";

export interface ConstantTensor {
  readonly data: ConstantData;
  readonly shape: Shape;
}

type Evaluate = (
  inputs: readonly ConstantTensor[],
  shape: Shape,
  attributes: Readonly<Record<string, Attribute>>,
) => ConstantData | undefined;

const unary =
  (compute: (x: number) => number): Evaluate =>
  ([x]) =>
    x!.data instanceof Float32Array ? x!.data.map(compute) : undefined;

/** With NumPy's broadcasting. Computed in double precision, stored as float32. */
const binary =
  (compute: (a: number, b: number) => number): Evaluate =>
  ([a, b], shape) => {
    const { data: left } = a!;
    const { data: right } = b!;
    if (!(left instanceof Float32Array && right instanceof Float32Array)) return undefined;
    const [indexA, indexB] = [broadcastIndex(a!.shape, shape), broadcastIndex(b!.shape, shape)];
    const result = new Float32Array(sizeOf(shape));
    for (let i = 0; i < result.length; i++) result[i] = compute(left[indexA(i)]!, right[indexB(i)]!);
    return result;
  };

const EVALUATE: { readonly [op: string]: Evaluate } = {
  Add: binary((a, b) => a + b),
  Sub: binary((a, b) => a - b),
  Mul: binary((a, b) => a * b),
  Div: binary((a, b) => a / b),
  Sqrt: unary(Math.sqrt),
  Reshape: ([x]) => x!.data,
  Transpose: ([x], _, { perm }) =>
    x!.data instanceof Float32Array && perm && "ints" in perm
      ? transposeArray(x!.data, x!.shape, perm.ints)
      : undefined,
};

/** What an operator makes of constants; undefined where nobody wrote down how to compute it. */
export const evaluate = (
  op: string,
  inputs: readonly ConstantTensor[],
  shape: Shape,
  attributes: Readonly<Record<string, Attribute>> = {},
): ConstantData | undefined => EVALUATE[op]?.(inputs, shape, attributes);

/** From an index of the whole shape to the index of the part that is repeated over it. */
function broadcastIndex(part: Shape, whole: Shape): (index: number) => number {
  if (sizeOf(part) === sizeOf(whole)) return (index) => index;
  if (sizeOf(part) === 1) return () => 0;
  const missing = whole.length - part.length;
  const axes = part.map((extent, axis) => ({
    extent,
    step: extent === 1 ? 0 : sizeOf(part.slice(axis + 1)),
    wholeStep: sizeOf(whole.slice(axis + missing + 1)),
  }));
  return (index) =>
    axes.reduce(
      (sum, { extent, step, wholeStep }) => sum + (Math.floor(index / wholeStep) % extent) * step,
      0,
    );
}
