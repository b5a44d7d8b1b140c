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

      const usesBatch = isTraining && step.trainable;
      const { mean, variance } = usesBatch ? lowering.channelMoments(x) : averages;
      if (usesBatch) {
        const moved = (average: typeof mean, batch: typeof mean) =>
          add(mul(average, momentum), mul(batch, 1 - momentum));
        context.update("moving_mean", moved(averages.mean, mean));
        context.update("moving_variance", moved(averages.variance, variance));
      }

      // y = a x + b with a = γ / √(σ² + ε), b = β − a μ
      const inverse = div(1, sqrt(add(variance, epsilon)));
      const a = gamma ? mul(gamma, inverse) : inverse;
      const b = beta ? sub(beta, mul(a, mean)) : mul(mul(a, mean), -1);

      return {
        output: { ...input!, value: lowering.formula([x, a, b], (x, a, b) => add(mul(x, a), b)) },
        backward(dy) {
          const dBeta = once(() => lowering.channelSum(dy));
          // dγ = Σ dy x̂ with x̂ = (x − μ) / √(σ² + ε)
          const dGamma = once(() => {
            const products = lowering.formula([dy, x, mean], (dy, x, mean) => mul(dy, sub(x, mean)));
            return mul(lowering.channelSum(products), inverse);
          });
          // dx = a (dy − dβ / n − x̂ dγ / n) = a dy + c x + d; with given averages, a dy
          const dInput = () => {
            if (!usesBatch) return lowering.formula([dy, a], mul);
            const count = x.shape[0]! * extent.height * extent.width;
            const c = mul(mul(mul(a, inverse), dGamma()), -1 / count);
            const d = sub(mul(mul(a, dBeta()), -1 / count), mul(c, mean));
            return lowering.formula([dy, a, x, c, d], (dy, a, x, c, d) => add(mul(dy, a), add(mul(x, c), d)));
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
