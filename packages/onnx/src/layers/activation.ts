import type { Value } from "../graph/graph.js";
import { ACTIVATIONS, type ActivationFunction, type ActivationName } from "./activation-functions.js";
import { type Feature, type LayerCompiler, type LayerContext, UnsupportedInput } from "./layer-compiler.js";
import { activationOf, unsupportedActivation } from "./layer-options.js";

/** Applies an activation to a layer's result. `backward` takes dL/doutput to dL/dresult. */
export function activate(
  name: ActivationName,
  feature: Feature,
  { lowering }: LayerContext,
): { output: Feature; backward: (dOutput: Value) => Value } {
  const { forward, backward }: ActivationFunction = ACTIVATIONS[name];
  const channelAxis = feature.kind === "maps" ? lowering.channelAxis : 1;
  const value = forward(feature.value, channelAxis);
  return {
    output: { ...feature, value },
    backward: (dOutput) => backward(value, dOutput, channelAxis),
  };
}

const compilerOf = (nameOf: (step: Parameters<typeof activationOf>[0]) => ActivationName) =>
  ((step, input, context) => {
    const { output, backward } = activate(nameOf(step), input, context);
    return {
      output,
      backward: (dOutput, needs) => (needs.input ? { input: backward(dOutput) } : {}),
    };
  }) satisfies LayerCompiler["compile"];

export const activation: LayerCompiler = {
  unsupported: unsupportedActivation,
  compile: compilerOf(activationOf),
};

export const reluLayer: LayerCompiler = {
  unsupported: ({ config }) => (config.maxValue == null ? [] : ["maxValue is not supported, leave it out"]),
  compile: compilerOf(() => "relu"),
};

/** Over the channels. TensorFlow.js's default axis is 1: the channels of features, the height of maps. */
export const softmaxLayer: LayerCompiler = {
  unsupported: () => [],
  compile(step, input, context) {
    const { axis } = step.config;
    const lastAxis = input.kind === "maps" ? 3 : 1;
    if (axis !== -1 && axis !== lastAxis) {
      throw new UnsupportedInput(`axis ${String(axis)} is not supported here, use -1`);
    }
    return compileSoftmax(step, input, context);
  },
};

const compileSoftmax = compilerOf(() => "softmax");
