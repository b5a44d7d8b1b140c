import { activate } from "./activation.js";
import { type LayerCompiler, requireMaps } from "./layer-compiler.js";
import {
  activationOf,
  pairOf,
  unsupportedActivation,
  unsupportedDataFormat,
  unsupportedPadding,
  unsupportedWeightOptions,
  windowOf,
} from "./layer-options.js";

/** Convolution with a bias and an activation: any kernel, stride and dilation, "valid" and "same". */
export const conv2d: LayerCompiler = {
  unsupported: (step) => [
    ...unsupportedActivation(step),
    ...unsupportedWeightOptions(step),
    ...unsupportedDataFormat(step),
    ...unsupportedPadding(step),
  ],

  compile(step, input, context) {
    const { value: maps, extent } = requireMaps(input);
    const { lowering } = context;
    const { config } = step;
    const filters = config.filters as number;
    const size = pairOf(config.kernelSize);
    const window = windowOf(config, extent, {
      size,
      strides: pairOf(config.strides ?? 1),
      dilation: pairOf(config.dilationRate ?? 1),
    });

    const kernel = context.weight("kernel", lowering.kernelLayout([...size, extent.channels, filters]));
    const bias =
      config.useBias === false ? undefined : context.weight("bias", lowering.channelLayout(filters));
    const activated = activate(
      activationOf(step),
      {
        kind: "maps",
        value: lowering.conv(maps, kernel, bias, window),
        extent: { height: window[0].output, width: window[1].output, channels: filters },
      },
      context,
    );

    return {
      output: activated.output,
      backward(dOutput, needs) {
        const dz = activated.backward(dOutput);
        return {
          ...(needs.input && { input: lowering.convInputGradient(dz, kernel, window) }),
          ...(needs.weights && {
            weights: {
              kernel: lowering.convKernelGradient(maps, dz, window),
              ...(bias && { bias: lowering.biasGradient(dz) }),
            },
          }),
        };
      },
    };
  },
};
