import { transposeArray } from "../layout.js";
import { broadcastRows, type RowsOfPart } from "./broadcast-rows.js";
import type { Attribute, ConstantData, Shape } from "./graph.js";
import { ONNX_TYPE } from "./ops/elementwise.js";
import { sizeOf } from "./shapes.js";

export interface ConstantTensor {
  readonly data: ConstantData;
  readonly shape: Shape;
}

type Attributes = Readonly<Record<string, Attribute>>;

type Evaluate = (
  inputs: readonly ConstantTensor[],
  shape: Shape,
  attributes: Attributes,
) => ConstantData | undefined;

/** What an operator makes of arrays; undefined where nobody wrote down how to compute it. */
export const evaluate = (
  op: string,
  inputs: readonly ConstantTensor[],
  shape: Shape,
  attributes: Attributes = {},
): ConstantData | undefined => OPERATORS[op]?.(inputs, shape, attributes);

const floats = (x: ConstantTensor | undefined): Float32Array | undefined =>
  x?.data instanceof Float32Array ? x.data : undefined;

/** In double precision, stored as float32. */
const unary =
  (compute: (x: number) => number): Evaluate =>
  ([x]) => {
    const data = floats(x);
    if (!data) return undefined;
    const result = new Float32Array(data.length);
    // Loops are quicker than the methods of typed arrays.
    for (let i = 0; i < data.length; i++) result[i] = compute(data[i]!);
    return result;
  };

/** With NumPy's broadcasting. */
const binary =
  (compute: (a: number, b: number) => number): Evaluate =>
  ([a, b], shape) =>
    a!.data instanceof Float32Array && b!.data instanceof Float32Array
      ? zip(a!, b!, shape, new Float32Array(sizeOf(shape)), compute)
      : undefined;

const equal: Evaluate = ([a, b], shape) =>
  a!.data instanceof Int32Array && b!.data instanceof Int32Array
    ? zip(a!, b!, shape, new Uint8Array(sizeOf(shape)), (x, y) => Number(x === y))
    : undefined;

function zip<Result extends Float32Array | Uint8Array>(
  a: ConstantTensor,
  b: ConstantTensor,
  shape: Shape,
  result: Result,
  compute: (a: number, b: number) => number,
): Result {
  const [left, right] = [a.data as Float32Array, b.data as Float32Array];
  if (left.length === result.length && right.length === result.length) {
    for (let i = 0; i < result.length; i++) result[i] = compute(left[i]!, right[i]!);
    return result;
  }
  const { length, count, parts } = broadcastRows(shape, a.shape, b.shape);
  const [rowsA, rowsB] = parts as [RowsOfPart, RowsOfPart];
  for (let row = 0, i = 0; row < count; row++) {
    let [at, bt] = [rowsA.starts[row]!, rowsB.starts[row]!];
    for (let column = 0; column < length; column++, i++) {
      result[i] = compute(left[at]!, right[bt]!);
      at += rowsA.step;
      bt += rowsB.step;
    }
  }
  return result;
}

const cast: Evaluate = ([x], _, attributes) => {
  const to = number(attributes.to);
  if (x!.data instanceof Uint16Array) return undefined;
  // Numbers are converted far quicker without a function for each.
  const values = x!.data instanceof BigInt64Array ? Array.from(x!.data, Number) : x!.data;
  if (to === ONNX_TYPE.float32) return new Float32Array(values);
  return to === ONNX_TYPE.int32 ? new Int32Array(values) : undefined;
};

const reduceSum: Evaluate = ([x, axes], shape) => {
  const data = floats(x);
  if (!data) return undefined;
  const summed = Array.from(axes!.data, Number);
  const kept = x!.shape.map((extent, axis) => (summed.includes(axis) ? 1 : extent));
  const { length, count, parts } = broadcastRows(x!.shape, kept);
  const { starts, step } = parts[0]!;
  const sums = new Float64Array(sizeOf(shape));
  for (let row = 0, i = 0; row < count; row++) {
    for (let column = 0, to = starts[row]!; column < length; column++, i++, to += step) {
      sums[to]! += data[i]!;
    }
  }
  return new Float32Array(sums);
};

const isLast = (axis: Attribute | undefined, { shape }: ConstantTensor): boolean =>
  number(axis) === shape.length - 1;

/** `x − ln Σ eˣ` along the last axis, with the largest x taken out so that nothing overflows. */
const logSoftmax: Evaluate = ([x], shape, { axis }) => {
  const data = floats(x);
  if (!data || !isLast(axis, x!)) return undefined;
  const result = new Float32Array(data.length);
  const length = shape.at(-1)!;
  for (let start = 0; start < data.length; start += length) {
    const end = start + length;
    const largest = data[indexOfLargest(data, start, end)]!;
    let total = 0;
    for (let i = start; i < end; i++) total += Math.exp(data[i]! - largest);
    const offset = largest + Math.log(total);
    for (let i = start; i < end; i++) result[i] = data[i]! - offset;
  }
  return result;
};

/** Along the last axis. */
const argMax: Evaluate = ([x], shape, { axis }) => {
  const data = floats(x);
  if (!data || !isLast(axis, x!)) return undefined;
  const length = x!.shape.at(-1)!;
  return BigInt64Array.from({ length: sizeOf(shape) }, (_, row) =>
    BigInt(indexOfLargest(data, row * length, (row + 1) * length) - row * length),
  );
};

/** The first of equals. */
function indexOfLargest(data: Float32Array, start: number, end: number): number {
  let best = start;
  for (let i = start + 1; i < end; i++) if (data[i]! > data[best]!) best = i;
  return best;
}

const number = (attribute: Attribute | undefined): number | undefined => {
  if (attribute && "int" in attribute) return attribute.int;
  return attribute && "float" in attribute ? attribute.float : undefined;
};

const OPERATORS: { readonly [op: string]: Evaluate } = {
  Add: binary((a, b) => a + b),
  Sub: binary((a, b) => a - b),
  Mul: binary((a, b) => a * b),
  Div: binary((a, b) => a / b),
  Max: binary(Math.max),
  Pow: binary((a, b) => a ** b),
  Equal: equal,
  Sqrt: unary(Math.sqrt),
  Exp: unary(Math.exp),
  Log: unary(Math.log),
  Abs: unary(Math.abs),
  Sigmoid: unary((x) => 1 / (1 + Math.exp(-x))),
  Softplus: unary((x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))),
  HardSigmoid: (inputs, shape, { alpha, beta }) => {
    const [slope, offset] = [number(alpha)!, number(beta)!];
    return unary((x) => Math.min(Math.max(slope * x + offset, 0), 1))(inputs, shape, {});
  },
  Clip([x, least, greatest], shape) {
    const [from, to] = [Number(least!.data[0]), Number(greatest!.data[0])];
    return unary((value) => Math.min(Math.max(value, from), to))([x!], shape, {});
  },
  Cast: cast,
  ReduceSum: reduceSum,
  LogSoftmax: logSoftmax,
  ArgMax: argMax,
  Identity: ([x]) => x!.data,
  Reshape: ([x]) => x!.data,
  Transpose: ([x], _, { perm }) =>
    x!.data instanceof Float32Array && perm && "ints" in perm
      ? transposeArray(x!.data, x!.shape, perm.ints)
      : undefined,
};
