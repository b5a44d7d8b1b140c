import { gemm } from "../graph/ops/linear.js";
import { sum } from "../graph/ops/reduce.js";
import { sameLayout } from "../layout.js";
import { activate } from "./activation.js";
import { plain } from "./feature.js";
import type { LayerCompiler } from "./layer-compiler.js";
import {
  activationOf,
  unsupportedActivation,
  unsupportedRank,
  unsupportedWeightOptions,
} from "./layer-options.js";

/** `y = activation(x W + b)`, x `[batch, inputs]`, W `[inputs, units]`. */
export const dense: LayerCompiler = {
  unsupported: (step) => [
    ...unsupportedActivation(step),
    ...unsupportedWeightOptions(step),
    ...unsupportedRank(step, 1),
  ],

  compile(step, [input], context) {
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
