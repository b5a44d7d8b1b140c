import type { Value } from "../graph/graph.js";
import type { LayerStep } from "../walk-model.js";
import {
  ACTIVATIONS,
  type ActivationFunction,
  type ActivationName,
  eluOf,
  leakyReluOf,
  mixesChannels,
  rescaledBy,
  thresholdedReluOf,
} from "./activation-functions.js";
import { type Feature, plain, plainValue, valueLike } from "./feature.js";
import type { LayerCompiler } from "./layer-compiler.js";
import { activationOf, unsupportedActivation, unsupportedAxis } from "./layer-options.js";

/** Applies an activation to a layer's result. `backward` computes dL/dresult from dL/doutput. */
export function activate(
  activation: ActivationName | ActivationFunction,
  feature: Feature,
): { output: Feature; backward: (dOutput: Value) => Value } {
  const compute: ActivationFunction = typeof activation === "string" ? ACTIVATIONS[activation] : activation;
  // Maps of layers that mix channels are [batch, channels, height, width]; else the axis does not matter.
  const channelAxis = feature.kind === "maps" ? 1 : feature.value.shape.length - 1;
  const { y, backward } = compute(feature.value, channelAxis);
  return { output: { ...feature, value: y }, backward };
}

/** A layer that is an activation and nothing else. */
const activationLayer = (
  unsupported: LayerCompiler["unsupported"],
  activationOfStep: (step: LayerStep) => ActivationName | ActivationFunction,
): LayerCompiler => ({
  unsupported,
  compile(step, [input], _context) {
    const activation = activationOfStep(step);
    const mixes = typeof activation === "string" && mixesChannels(activation);
    const given = mixes && input!.kind === "flattened" ? plain(plainValue(input!)) : input!;
    const { output, backward } = activate(activation, given);
    const inputGradient = (dOutput: Value) => {
      const gradient = backward(dOutput);
      return given === input ? gradient : valueLike(input!, gradient);
    };
    return { output, backward: (dOutput) => ({ inputs: [() => inputGradient(dOutput)] }) };
  },
});

export const activation = activationLayer(unsupportedActivation, activationOf);

export const reluLayer = activationLayer(
  ({ config }) =>
    config.maxValue == null || config.maxValue === 6
      ? []
      : [`maxValue ${String(config.maxValue)} is not supported, use 6 or leave it out`],
  ({ config }) => (config.maxValue == null ? "relu" : "relu6"),
);

export const leakyReluLayer = activationLayer(
  () => [],
  ({ config }) => leakyReluOf(Number(config.alpha)),
);

export const eluLayer = activationLayer(
  () => [],
  ({ config }) => eluOf(Number(config.alpha)),
);

export const thresholdedReluLayer = activationLayer(
  () => [],
  ({ config }) => thresholdedReluOf(Number(config.theta)),
);

export const rescalingLayer = activationLayer(
  () => [],
  ({ config }) => rescaledBy(Number(config.scale), Number(config.offset)),
);

/** Over the channels. TensorFlow.js's default axis is 1: the channels of features, the height of maps. */
export const softmaxLayer = activationLayer(unsupportedAxis, () => "softmax");
