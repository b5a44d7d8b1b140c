import type { Value } from "../graph/graph.js";
import { add, div, mul, sqrt, sub } from "../graph/ops/elementwise.js";
import type { LayerStep } from "../walk-model.js";
import { compileOnMaps, type LayerCompiler, once } from "./layer-compiler.js";
import { unsupportedAxis, unsupportedRank, unsupportedWeightOptions } from "./layer-options.js";

/**
 * `y = γ (x − μ) / √(σ² + ε) + β`, every channel by itself (Ioffe and Szegedy, 2015). In training μ and σ² are
 * those of the batch, and the moving averages follow them; in inference, and in a frozen layer, they are the
 * moving averages.
 */
export const batchNormalization: LayerCompiler = {
  unsupported: (step) => [
    ...unsupportedWeightOptions(step),
    ...unsupportedRank(step, 1, 3),
    ...unsupportedAxis(step),
  ],

  compile: (step, inputs, { lowering, isTraining, ...context }) =>
    compileOnMaps(inputs, lowering, ([input]) => {
      const { value: x, extent } = input!;
      const { epsilon, momentum } = numbersOf(step);
      const weight = (role: string) => context.weight(role, lowering.mapsLayout([extent.channels]));
      const gamma = step.config.scale === false ? undefined : weight("gamma");
      const beta = step.config.center === false ? undefined : weight("beta");
      const averages = { mean: weight("moving_mean"), variance: weight("moving_variance") };

      const scaleOf = (variance: Value) => {
        const inverse = div(1, sqrt(add(variance, epsilon)));
        return { inverse, scale: gamma ? mul(gamma, inverse) : inverse };
      };
      if (!isTraining || !step.trainable) {
        const { scale } = scaleOf(averages.variance);
        const moved = mul(scale, averages.mean);
        const shift = beta ? sub(beta, moved) : mul(moved, -1);
        return {
          output: { ...input!, value: lowering.affine(x, scale, shift) },
          backward: (dy) => ({ inputs: [() => lowering.affine(dy, scale)] }),
        };
      }

      const { mean, centered, variance } = lowering.channelMoments(x);
      const moved = (average: Value, batch: Value) => add(mul(average, momentum), mul(batch, 1 - momentum));
      context.update("moving_mean", moved(averages.mean, mean));
      context.update("moving_variance", moved(averages.variance, variance));
      const { inverse, scale } = scaleOf(variance);
      return {
        output: {
          ...input!,
          value: lowering.affine(centered, scale, beta),
        },
        backward(dy) {
          // dγ = Σ dy x̂ with x̂ = (x − μ) / √(σ² + ε)
          const dGamma = once(() => mul(lowering.channelDot(dy, centered), inverse));
          const dBeta = once(() => lowering.channelSum(dy));
          // dx = a (dy − x̂ dγ / n − dβ / n) with a = γ / √(σ² + ε)
          const dInput = () => {
            const share = mul(scale, -1 / (x.shape[0]! * extent.height * extent.width));
            const ofMean = lowering.affine(centered, mul(mul(share, inverse), dGamma()), mul(share, dBeta()));
            return add(lowering.affine(dy, scale), ofMean);
          };
          return { inputs: [dInput], weights: { gamma: dGamma, beta: dBeta } };
        },
      };
    }),
};

const numbersOf = ({ config }: LayerStep) => ({
  epsilon: Number(config.epsilon),
  momentum: Number(config.momentum),
});
