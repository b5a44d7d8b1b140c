import type { Value } from "../graph/graph.js";
import type { LayerStep } from "../walk-model.js";
import { activate } from "./activation.js";
import { type Feature, type Maps, requireMaps } from "./feature.js";
import type { CompiledLayer, LayerCompiler, LayerContext } from "./layer-compiler.js";
import {
  activationOf,
  pairOf,
  unsupportedActivation,
  unsupportedMaps,
  unsupportedPadding,
  unsupportedWeightOptions,
  windowOf,
} from "./layer-options.js";

/** Options of every convolution. */
export const unsupportedConvolution = (step: LayerStep): string[] => [
  ...unsupportedActivation(step),
  ...unsupportedWeightOptions(step),
  ...unsupportedMaps(step),
  ...unsupportedPadding(step),
];

/** The kernel of a convolution. */
export interface Kernel {
  /** The kernel's name among the layer's weights. */
  readonly role: string;
  readonly filters: number;
  /** Filters and input channels come in this many groups. */
  readonly groups: number;
}

/** What a convolution computes with: its maps, its weights, its window, and the maps that come out of it. */
export function convolutionOf(
  { config }: LayerStep,
  input: Feature | undefined,
  context: LayerContext,
  { role, filters, groups }: Kernel,
) {
  const { value: maps, extent } = requireMaps(input);
  const { lowering } = context;
  const size = pairOf(config.kernelSize);
  const window = windowOf(config, extent, {
    size,
    strides: pairOf(config.strides ?? 1),
    dilation: pairOf(config.dilationRate ?? 1),
  });

  const kernel = context.weight(
    role,
    lowering.kernelLayout([...size, extent.channels / groups, filters], groups),
  );
  const bias = config.useBias === false ? undefined : context.weight("bias", lowering.channelLayout(filters));
  const outputExtent = { height: window[0].output, width: window[1].output, channels: filters };
  const outputOf = (value: Value): Maps => ({ kind: "maps", value, extent: outputExtent, lowering });
  return { maps, kernel, bias, window, outputOf };
}

/** `y = activation(conv(x, kernel) + bias)` */
export function compileConvolution(
  step: LayerStep,
  input: Feature | undefined,
  context: LayerContext,
  form: Kernel,
): CompiledLayer {
  const { lowering } = context;
  const { role, groups } = form;
  const { maps, kernel, bias, window, outputOf } = convolutionOf(step, input, context, form);
  const activated = activate(activationOf(step), outputOf(lowering.conv(maps, kernel, bias, window, groups)));

  return {
    output: activated.output,
    backward(dOutput) {
      const dz = activated.backward(dOutput);
      return {
        inputs: [() => lowering.convInputGradient(dz, kernel, window, groups)],
        weights: {
          [role]: () => lowering.convKernelGradient(maps, dz, window, groups),
          bias: () => lowering.biasGradient(dz),
        },
      };
    },
  };
}

/** Convolution with a bias and an activation: any kernel, stride and dilation, "valid" and "same". */
export const conv2d: LayerCompiler = {
  unsupported: unsupportedConvolution,
  compile: (step, [input], context) =>
    compileConvolution(step, input, context, {
      role: "kernel",
      filters: step.config.filters as number,
      groups: 1,
    }),
};
