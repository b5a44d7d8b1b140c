import type { GraphNode, Value } from "./graph.js";
import { NCHWC } from "./ops/nchwc.js";
import type { Rewriting } from "./rewriting.js";
import type { Rule } from "./simplifications.js";

/*
 * A convolution in blocks can add another tensor and apply an activation while its results are still in registers. As
 * nodes of their own, these would read and write all maps once more.
 */
const CONV = NCHWC("Conv");

type Activation = GraphNode["attributes"] & { readonly activation: { readonly string: string } };

/** `activation(conv(x))` */
const activationIntoConv =
  (activationOf: (node: GraphNode, target: Rewriting) => Activation | undefined): Rule =>
  (node, target) => {
    const [x] = node.inputs as readonly [Value];
    const conv = target.producerOf(x);
    const activation = activationOf(node, target);
    if (!activation || conv?.op !== CONV || conv.attributes.activation || !target.isUsedOnce(x)) {
      return undefined;
    }
    return target.graph.emit(CONV, conv.inputs, x, { ...conv.attributes, ...activation });
  };

const reluIntoConv = activationIntoConv(() => ({ activation: { string: "Relu" } }));
const clipIntoConv = activationIntoConv(({ inputs: [, min, max] }, target) => {
  const bounds = [min, max].map((bound) => bound && target.fillOf(bound));
  return bounds.every((bound) => bound !== undefined)
    ? { activation: { string: "Clip" }, activation_params: { floats: bounds } }
    : undefined;
});

/** `conv(x) + y`, which overwrites y, if nothing else needs it. */
const sumIntoConv: Rule = ({ inputs: [a, b], outputs: [sum] }, target) => {
  const summed = (convolved: Value, other: Value): Value | undefined => {
    const conv = target.producerOf(convolved);
    if (conv?.op !== CONV || conv.attributes.activation || !target.isUsedOnce(convolved)) return undefined;
    const isTaken = conv.inputs.length > 3 || !target.producerOf(other) || !target.isUsedOnce(other);
    if (isTaken || `${other.shape}` !== `${sum!.shape}`) return undefined;
    const [maps, kernel, bias = zeros(sum!)] = conv.inputs as readonly [Value, Value, Value | undefined];
    return target.graph.emit(CONV, [maps, kernel, bias, other], sum!, conv.attributes);
  };
  const zeros = ({ shape: [, channels] }: Value) => target.constant(new Float32Array(channels!), [channels!]);
  return summed(a!, b!) ?? summed(b!, a!);
};

/** Out of the blocks and in again: what the last block holds beyond the channels may be anything. */
const reorderBack: Rule = ({ inputs: [x], outputs: [y] }, target) => {
  const before = target.producerOf(x!);
  if (before?.op !== NCHWC("ReorderOutput") || before.attributes.channels_last) return undefined;
  const [blocked] = before.inputs;
  return `${blocked!.shape}` === `${y!.shape}` ? blocked : undefined;
};

export const NCHWC_SIMPLIFICATIONS: { readonly [op: string]: readonly Rule[] } = {
  Relu: [reluIntoConv],
  Clip: [clipIntoConv],
  Add: [sumIntoConv],
  [NCHWC("ReorderInput")]: [reorderBack],
};
