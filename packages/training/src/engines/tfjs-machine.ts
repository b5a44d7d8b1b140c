import type { Machine } from "@imgcls/onnx";
import * as tf from "@tensorflow/tfjs";

/** A list of integers says which axes, extents or positions an operator means. */
type Operand = tf.Tensor | readonly number[];
type Attributes = Parameters<Machine<Operand>["compute"]>[3];
type Operator = (operands: readonly Operand[], shape: readonly number[], attributes: Attributes) => tf.Tensor;

/** The operators that losses and optimizers are made of, by TensorFlow.js. Called in a `tf.tidy`. */
export const tfjsMachine: Machine<Operand> = {
  constant(data, shape) {
    if (data instanceof BigInt64Array) return Array.from(data, Number);
    if (data instanceof Float32Array) return tf.tensor(data, [...shape], "float32");
    return tf.tensor(Int32Array.from(data), [...shape], "int32");
  },
  compute: (op, operands, shape, attributes) => OPERATORS[op]?.(operands, shape, attributes),
};

const unary =
  (compute: (x: tf.Tensor) => tf.Tensor): Operator =>
  ([x]) =>
    compute(x as tf.Tensor);

const binary =
  (compute: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor): Operator =>
  ([a, b]) =>
    compute(a as tf.Tensor, b as tf.Tensor);

/** ONNX's numbers of the types that are cast to. */
const TYPES: Readonly<Record<number, tf.DataType>> = { 1: "float32", 6: "int32" };

const OPERATORS: Readonly<Record<string, Operator>> = {
  Add: binary(tf.add),
  Sub: binary(tf.sub),
  Mul: binary(tf.mul),
  Div: binary(tf.div),
  Max: binary(tf.maximum),
  Pow: binary(tf.pow),
  Equal: binary(tf.equal),
  Sqrt: unary(tf.sqrt),
  Exp: unary(tf.exp),
  Log: unary(tf.log),
  Abs: unary(tf.abs),
  Relu: unary(tf.relu),
  Sigmoid: unary(tf.sigmoid),
  Softplus: unary(tf.softplus),
  Identity: unary(tf.clone),
  HardSigmoid: ([x], _, attributes) =>
    tf.clipByValue(
      tf.add(tf.mul(x as tf.Tensor, number(attributes, "alpha")), number(attributes, "beta")),
      0,
      1,
    ),
  Clip: ([x, least, greatest]) =>
    tf.minimum(tf.maximum(x as tf.Tensor, least as tf.Tensor), greatest as tf.Tensor),
  Cast: ([x], _, attributes) => tf.cast(x as tf.Tensor, TYPES[number(attributes, "to")]!),
  ReduceSum: ([x, axes], _, attributes) =>
    tf.sum(x as tf.Tensor, [...(axes as number[])], number(attributes, "keepdims") === 1),
  LogSoftmax: ([x], _, attributes) => tf.logSoftmax(x as tf.Tensor, number(attributes, "axis")),
  ArgMax: ([x], _, attributes) => tf.argMax(x as tf.Tensor, number(attributes, "axis")),
  Reshape: ([x], shape) => tf.reshape(x as tf.Tensor, [...shape]),
  Transpose: ([x], _, { perm }) => tf.transpose(x as tf.Tensor, perm && "ints" in perm ? [...perm.ints] : []),
  Concat: (parts, _, attributes) => tf.concat([...parts] as tf.Tensor[], number(attributes, "axis")),
  Slice([x, starts, , axes], shape) {
    const begin = shape.map(() => 0);
    for (const [i, axis] of (axes as number[]).entries()) begin[axis] = (starts as number[])[i]!;
    return tf.slice(x as tf.Tensor, begin, [...shape]);
  },
  Gemm([a, b, c], _, attributes) {
    const product = tf.matMul(
      a as tf.Tensor2D,
      b as tf.Tensor2D,
      number(attributes, "transA") === 1,
      number(attributes, "transB") === 1,
    );
    const scaled = tf.mul(product, number(attributes, "alpha", 1));
    return c === undefined ? scaled : tf.add(scaled, tf.mul(c as tf.Tensor, number(attributes, "beta", 1)));
  },
};

function number(attributes: Attributes, name: string, otherwise = 0): number {
  const attribute = attributes[name];
  if (attribute && "int" in attribute) return attribute.int;
  return attribute && "float" in attribute ? attribute.float : otherwise;
}
