import { add, isPositive, mul, relu, sub } from "../graph/ops/elementwise.js";
import { sum } from "../graph/ops/reduce.js";
import { compileOnMaps, type LayerCompiler } from "./layer-compiler.js";
import { unsupportedRank, unsupportedWeightOptions } from "./layer-options.js";

/**
 * `y = max(x, 0) + α min(x, 0)` with a learned α (He et al., 2015) for every element, or shared along axes:
 * dx is dy, or α dy where x is negative, and `dα = Σ dy min(x, 0)`.
 */
export const prelu: LayerCompiler = {
  unsupported: (step) => [...unsupportedWeightOptions(step), ...unsupportedRank(step, 1, 3)],

  compile: (step, inputs, { lowering, weight }) =>
    compileOnMaps(inputs, lowering, ([maps]) => {
      const x = maps!.value;
      const alpha = weight("alpha", lowering.mapsLayout(step.weights[0]!.shape));
      const positive = relu(x);
      const negative = sub(x, positive);
      const sharedAxes = alpha.shape.flatMap((extent, axis) => (extent === 1 ? [axis] : []));
      return {
        output: { ...maps!, value: add(positive, mul(negative, alpha)) },
        backward: (dy) => ({
          inputs: [() => mul(dy, add(mul(isPositive(x), sub(1, alpha)), alpha))],
          weights: { alpha: () => sum(mul(dy, negative), sharedAxes, true) },
        }),
      };
    }),
};
