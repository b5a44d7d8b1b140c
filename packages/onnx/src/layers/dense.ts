import { gemm } from "../graph/ops/linear.js";
import { sum } from "../graph/ops/reduce.js";
import { sameLayout } from "../layout.js";
import { activate } from "./activation.js";
import { type LayerCompiler, UnsupportedInput } from "./layer-compiler.js";
import { activationOf, unsupportedActivation, unsupportedWeightOptions } from "./layer-options.js";

/** `y = activation(x W + b)`, x `[batch, inputs]`, W `[inputs, units]`. */
export const dense: LayerCompiler = {
  unsupported: (step) => [...unsupportedActivation(step), ...unsupportedWeightOptions(step)],

  compile(step, input, context) {
    if (input.kind === "maps") {
      throw new UnsupportedInput("it takes [batch, features]; put a Flatten layer before it");
    }
    const x = input.value;
    const units = step.config.units as number;
    const kernel = context.weight(
      "kernel",
      input.flattened
        ? context.lowering.flattenedLayout(input.flattened, units)
        : sameLayout([x.shape[1]!, units]),
    );
    const bias = step.config.useBias === false ? undefined : context.weight("bias", sameLayout([units]));
    const activated = activate(
      activationOf(step),
      { kind: "rows", value: gemm(x, kernel, bias ? { bias } : {}) },
      context,
    );

    return {
      output: activated.output,
      // dx = dz Wᵀ, dW = xᵀ dz, db = Σ dz over the batch
      backward(dOutput, needs) {
        const dz = activated.backward(dOutput);
        return {
          ...(needs.input && { input: gemm(dz, kernel, { transposeB: true }) }),
          ...(needs.weights && {
            weights: { kernel: gemm(x, dz, { transposeA: true }), ...(bias && { bias: sum(dz, [0]) }) },
          }),
        };
      },
    };
  },
};
