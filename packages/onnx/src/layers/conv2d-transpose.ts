import { add } from "../graph/ops/elementwise.js";
import { activate } from "./activation.js";
import { unsupportedConvolution } from "./conv2d.js";
import { requireMaps } from "./feature.js";
import type { LayerCompiler } from "./layer-compiler.js";
import { activationOf, pairOf, windowOf } from "./layer-options.js";

/**
 * The transpose of a convolution, from that convolution's outputs back to its inputs: what is the input gradient
 * there computes this layer's output, and the convolution itself this layer's input gradient.
 */
export const conv2dTranspose: LayerCompiler = {
  unsupported: unsupportedConvolution,

  compile(step, [input], context) {
    const { value: maps, extent } = requireMaps(input);
    const { lowering } = context;
    const [height, width, filters] = step.outputShape as [number, number, number];
    const size = pairOf(step.config.kernelSize);
    const window = windowOf(
      step.config,
      { height, width },
      { size, strides: pairOf(step.config.strides ?? 1) },
    );

    const kernel = context.weight("kernel", lowering.kernelLayout([...size, filters, extent.channels]));
    const bias =
      step.config.useBias === false ? undefined : context.weight("bias", lowering.mapsLayout([filters]));
    const spread = lowering.convInputGradient(maps, kernel, window);
    const activated = activate(activationOf(step), {
      kind: "maps",
      value: bias ? lowering.formula([spread, bias], add) : spread,
      extent: { height, width, channels: filters },
      lowering,
    });

    return {
      output: activated.output,
      backward(dOutput) {
        const dz = activated.backward(dOutput);
        return {
          inputs: [() => lowering.conv(dz, kernel, undefined, window)],
          weights: {
            kernel: () => lowering.convKernelGradient(dz, maps, window),
            bias: () => lowering.channelSum(dz),
          },
        };
      },
    };
  },
};
