import { gemm } from "../graph/ops/linear.js";
import { sum } from "../graph/ops/reduce.js";
import { sameLayout } from "../layout.js";
import type { LayerStep } from "../walk-model.js";
import { activate } from "./activation.js";
import { compileConvolution } from "./conv2d.js";
import { type Feature, plain } from "./feature.js";
import type { CompiledLayer, LayerCompiler, LayerContext } from "./layer-compiler.js";
import {
  activationOf,
  unsupportedActivation,
  unsupportedRank,
  unsupportedWeightOptions,
} from "./layer-options.js";

/** `y = activation(x W + b)`, x `[batch, inputs]`, W `[inputs, units]`. Of feature maps, along the channels. */
export const dense: LayerCompiler = {
  unsupported: (step) => [
    ...unsupportedActivation(step),
    ...unsupportedWeightOptions(step),
    ...unsupportedRank(step, 1, 3),
  ],

  compile(step, [input], context) {
    if (input!.kind === "maps") return compileOfMaps(step, input!, context);
    const x = input!.value;
    const units = step.config.units as number;
    const kernel = context.weight(
      "kernel",
      input!.kind === "flattened"
        ? context.lowering.flattenedLayout(input!.extent, units)
        : sameLayout([x.shape[1]!, units]),
    );
    const bias = step.config.useBias === false ? undefined : context.weight("bias", sameLayout([units]));
    const activated = activate(activationOf(step), plain(gemm(x, kernel, bias ? { bias } : {})));

    return {
      output: activated.output,
      // dx = dz Wᵀ, dW = xᵀ dz, db = Σ dz over the batch
      backward(dOutput) {
        const dz = activated.backward(dOutput);
        return {
          inputs: [() => gemm(dz, kernel, { transposeB: true })],
          weights: {
            kernel: () => gemm(x, dz, { transposeA: true }),
            bias: () => sum(dz, [0]),
          },
        };
      },
    };
  },
};

/** The same weights on every position: a convolution of 1×1. */
function compileOfMaps(step: LayerStep, input: Feature, context: LayerContext): CompiledLayer {
  const config = { ...step.config, kernelSize: 1, padding: "valid" };
  // The kernel [inputs, units] has the last two of the axes of [1, 1, inputs, units].
  const weight: LayerContext["weight"] = (role, { axesInGraph, ...layout }) =>
    context.weight(role, {
      ...layout,
      axesInGraph: (axis) => axesInGraph(role === "kernel" ? axis + 2 : axis),
    });
  const kernel = { role: "kernel", filters: step.config.units as number, groups: 1 };
  return compileConvolution({ ...step, config }, input, { ...context, weight }, kernel);
}
