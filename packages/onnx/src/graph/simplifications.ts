import { type ConstantTensor, evaluate } from "./array-operators.js";
import type { GraphNode, Shape, Value } from "./graph.js";
import { NCHWC_SIMPLIFICATIONS } from "./nchwc-simplifications.js";
import { mul } from "./ops/elementwise.js";
import { reshape, transpose } from "./ops/movement.js";
import type { Rewriting } from "./rewriting.js";
import { sizeOf } from "./shapes.js";

/** What a node of the new graph may be replaced by; undefined where the rule does not apply. */
export type Rule = (node: GraphNode, target: Rewriting) => Value | undefined;

const isSameShape = (a: Value, b: Value): boolean => `${a.shape}` === `${b.shape}`;

/** `x · 1`, `x + 0`: one operand is filled with a number that changes nothing. */
const neutral =
  (fill: number, ...positions: readonly (0 | 1)[]): Rule =>
  ({ inputs, outputs }, target) =>
    positions
      .filter((position) => target.fillOf(inputs[position]!) === fill)
      .map((position) => inputs[1 - position]!)
      .find((rest) => isSameShape(rest, outputs[0]!));

/** Memory stays as it is, so the first reshape of two does not matter, nor does one to the same shape. */
const reshapeOfReshape: Rule = ({ inputs: [x], outputs: [y] }, target) => {
  const before = target.producerOf(x!);
  if (before?.op === "Reshape") return reshaped(before.inputs[0]!, y!.shape);
  return isSameShape(x!, y!) ? x : undefined;
};

const reshaped = (x: Value, shape: Shape): Value => (`${x.shape}` === `${shape}` ? x : reshape(x, shape));

const permOf = ({ attributes: { perm } }: GraphNode): readonly number[] =>
  perm && "ints" in perm ? perm.ints : [];

const transposeOfTranspose: Rule = (node, target) => {
  const before = target.producerOf(node.inputs[0]!);
  if (before?.op !== "Transpose") return undefined;
  const order = permOf(before);
  return ordered(
    before.inputs[0]!,
    permOf(node).map((axis) => order[axis]!),
  );
};

const transposeInPlace: Rule = (node) => {
  const [x] = node.inputs as readonly [Value];
  return movesMemory(x, permOf(node)) ? undefined : ordered(x, permOf(node));
};

/** Whether axes of more than one element change their order. */
function movesMemory({ shape }: Value, order: readonly number[]): boolean {
  const long = order.filter((axis) => shape[axis] !== 1);
  return long.some((axis, i) => i > 0 && axis < long[i - 1]!);
}

function ordered(x: Value, order: readonly number[]): Value {
  if (movesMemory(x, order)) return transpose(x, order);
  return reshaped(
    x,
    order.map((axis) => x.shape[axis]!),
  );
}

/** `(x · a) · b = x · (a b)` for numbers a and b. */
const scaleOfScale: Rule = ({ inputs: [x, b], outputs: [y] }, target) => {
  const before = target.producerOf(x!);
  const second = numberOf(b!, target);
  if (before?.op !== "Mul" || second === undefined || !target.isUsedOnce(x!)) return undefined;
  const first = numberOf(before.inputs[1]!, target);
  if (first === undefined || !isSameShape(before.inputs[0]!, y!)) return undefined;
  return mul(before.inputs[0]!, first * second);
};

const numberOf = (value: Value, target: Rewriting): number | undefined =>
  sizeOf(value.shape) === 1 ? target.fillOf(value) : undefined;

/** `factors · x + offsets`, one number a channel each. */
interface Affine {
  readonly factors?: Value;
  readonly offsets?: Value;
}

/**
 * A convolution with constant weights, followed by numbers of its channels: batch normalization in inference. The numbers
 * move into the weights, `a (K ∗ x + c) + b = (a K) ∗ x + (a c + b)`, if nothing else needs what the convolution computed.
 */
const intoConv =
  (affineOf: (node: GraphNode, target: Rewriting) => Affine | undefined): Rule =>
  (node, target) => {
    const [x] = node.inputs as readonly [Value];
    const conv = target.producerOf(x);
    const affine = affineOf(node, target);
    if (conv?.op !== "Conv" || !affine || !target.isUsedOnce(x)) return undefined;
    const [maps, kernelValue, biasValue] = conv.inputs as readonly [Value, Value, Value | undefined];
    const filters = kernelValue.shape[0]!;
    const listOf = (value: Value | undefined, otherwise: number): ConstantTensor | undefined => {
      if (!value) return { data: new Float32Array(filters).fill(otherwise), shape: [filters] };
      const constant = target.constantOf(value);
      const isOneEach =
        sizeOf(value.shape) === filters && (value.shape.length === 1 || value.shape[1] === filters);
      return constant && isOneEach ? { data: constant.data, shape: [filters] } : undefined;
    };
    const kernel = target.constantOf(kernelValue);
    const [bias, factors, offsets] = [
      listOf(biasValue, 0),
      listOf(affine.factors, 1),
      listOf(affine.offsets, 0),
    ];
    if (!kernel || !bias || !factors || !offsets) return undefined;

    const scaledKernel = computed("Mul", kernel, { ...factors, shape: [filters, 1, 1, 1] });
    const newBias = computed("Add", computed("Mul", bias, factors), offsets);
    const constant = ({ data, shape }: ConstantTensor) => target.graph.constant(data, shape);
    const inputs = [maps, constant(scaledKernel), constant(newBias)];
    return target.graph.emit("Conv", inputs, conv.outputs[0]!, conv.attributes);
  };

const computed = (op: "Add" | "Mul", a: ConstantTensor, b: ConstantTensor): ConstantTensor => ({
  data: evaluate(op, [a, b], a.shape)!,
  shape: a.shape,
});

const scaleIntoConv = intoConv(({ inputs: [, factors] }) => ({ factors: factors! }));
const shiftIntoConv = intoConv(({ inputs: [, offsets] }) => ({ offsets: offsets! }));
/** With mean 0 and variance 1, as `scaleAndShift` emits it. */
const normalizationIntoConv = intoConv(({ inputs: [, factors, offsets, mean, variance] }, target) =>
  target.fillOf(mean!) === 0 && target.fillOf(variance!) === 1
    ? { factors: factors!, offsets: offsets! }
    : undefined,
);

const ORDINARY: { readonly [op: string]: readonly Rule[] } = {
  Identity: [({ inputs: [x] }) => x],
  Reshape: [reshapeOfReshape],
  Transpose: [transposeInPlace, transposeOfTranspose],
  Add: [neutral(0, 0, 1), shiftIntoConv],
  Sub: [neutral(0, 1)],
  Mul: [neutral(1, 0, 1), scaleOfScale, scaleIntoConv],
  Div: [neutral(1, 1)],
  BatchNormalization: [normalizationIntoConv],
};

/** The rules of an operator; the first that applies is taken. */
export const simplificationsOf = (op: string): readonly Rule[] => [
  ...(ORDINARY[op] ?? []),
  ...(NCHWC_SIMPLIFICATIONS[op] ?? []),
];
