import { conv2d, unsupportedConvolution } from "./conv2d.js";
import { depthwiseConv2d } from "./depthwise-conv2d.js";
import { type LayerCompiler, once } from "./layer-compiler.js";

/** A depthwise convolution, then one of 1×1 that mixes the channels; bias and activation belong to the second. */
export const separableConv2d: LayerCompiler = {
  unsupported: unsupportedConvolution,

  compile(step, inputs, { weight, ...context }) {
    const { config } = step;
    const depthwise = depthwiseConv2d.compile(
      { ...step, config: { ...config, useBias: false, activation: "linear" } },
      inputs,
      { ...context, weight },
    );
    const pointwise = conv2d.compile(
      { ...step, config: { ...config, kernelSize: 1, strides: 1, dilationRate: 1, padding: "valid" } },
      [depthwise.output],
      { ...context, weight: (role, layout) => weight(role === "kernel" ? "pointwise_kernel" : role, layout) },
    );
    return {
      output: pointwise.output,
      backward(dOutput) {
        const second = pointwise.backward(dOutput);
        const first = once(() => depthwise.backward(second.inputs[0]!()));
        return {
          inputs: [() => first().inputs[0]!()],
          weights: {
            depthwise_kernel: () => first().weights!.depthwise_kernel!(),
            pointwise_kernel: second.weights!.kernel!,
            bias: second.weights!.bias!,
          },
        };
      },
    };
  },
};
