import { type PaddingMode, type Window, windowAxis } from "../graph/shapes.js";
import type { LayerStep } from "../walk-model.js";
import { activate } from "./activation.js";
import { type LayerCompiler, UnsupportedInput } from "./layer-compiler.js";
import {
  activationOf,
  pairOf,
  unsupportedActivation,
  unsupportedDataFormat,
  unsupportedWeightOptions,
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
    if (input.kind !== "maps") {
      throw new UnsupportedInput("it takes feature maps, [batch, height, width, channels]");
    }
    const { lowering } = context;
    const { config } = step;
    const filters = config.filters as number;
    const size = pairOf(config.kernelSize);
    const [strides, dilation] = [pairOf(config.strides ?? 1), pairOf(config.dilationRate ?? 1)];
    const axis = (extent: number, i: 0 | 1) =>
      windowAxis(extent, size[i], strides[i], config.padding as PaddingMode, dilation[i]);
    const window: Window = [axis(input.extent.height, 0), axis(input.extent.width, 1)];

    const maps = input.value;
    const kernel = context.weight("kernel", lowering.kernelLayout([...size, input.extent.channels, filters]));
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

export function unsupportedPadding({ config }: LayerStep): string[] {
  return config.padding === "valid" || config.padding === "same"
    ? []
    : [`padding "${String(config.padding)}" is not supported, use "valid" or "same"`];
}
