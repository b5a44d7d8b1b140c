import type { Value } from "../graph/graph.js";
import { add, div, mul, relu, sqrt, sub } from "../graph/ops/elementwise.js";
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
        const { inverse, scale } = scaleOf(averages.variance);
        const moved = mul(scale, averages.mean);
        const shift = beta ? sub(beta, moved) : mul(moved, -1);
        return {
          output: { ...input!, value: lowering.affine(x, scale, shift) },
          backward(dy) {
            const dBeta = once(() => lowering.channelSum(dy));
            const dGamma = () => mul(sub(lowering.channelDot(dy, x), mul(averages.mean, dBeta())), inverse);
            return { inputs: [() => lowering.affine(dy, scale)], weights: { gamma: dGamma, beta: dBeta } };
          },
        };
      }

      const elements = x.shape[0]! * extent.height * extent.width;
      const mean = mul(lowering.channelSum(x), 1 / elements);
      // x − μ = d − m, with m = 0 or d = x
      const isCentered = elements < MANY_ELEMENTS;
      const d = isCentered ? lowering.formula([x, mean], sub) : x;
      const lessMean = (value: Value, factor: () => Value) =>
        isCentered ? value : sub(value, mul(mean, factor()));
      const variance = relu(lessMean(mul(lowering.channelDot(d, d), 1 / elements), () => mean));

      const moved = (average: Value, batch: Value) => add(mul(average, momentum), mul(batch, 1 - momentum));
      context.update("moving_mean", moved(averages.mean, mean));
      context.update("moving_variance", moved(averages.variance, variance));
      const { inverse, scale } = scaleOf(variance);
      const shift = lessMean(beta ?? mul(scale, 0), () => scale);
      return {
        output: { ...input!, value: lowering.affine(d, scale, shift) },
        backward(dy) {
          const dBeta = once(() => lowering.channelSum(dy));
          // dγ = Σ dy x̂ with x̂ = (x − μ) / √(σ² + ε)
          const dGamma = once(() => mul(lessMean(lowering.channelDot(dy, d), dBeta), inverse));
          // dx = γ / √(σ² + ε) · (dy − x̂ dγ / n − dβ / n)
          const dInput = () => {
            const slope = mul(mul(inverse, dGamma()), -1 / elements);
            const offset = lessMean(mul(dBeta(), -1 / elements), () => slope);
            return lowering.affine(lowering.affine(d, slope, offset, dy), scale);
          };
          return { inputs: [dInput], weights: { gamma: dGamma, beta: dBeta } };
        },
      };
    }),
};

/**
 * From here on σ² = E[x²] − μ², as in Flax, which reads the maps and writes none. The mean of few elements may be large
 * beside their deviation by chance, and the difference of the two squares all rounding; E[(x − μ)²] costs little then.
 */
const MANY_ELEMENTS = 4096;

const numbersOf = ({ config }: LayerStep) => ({
  epsilon: Number(config.epsilon),
  momentum: Number(config.momentum),
});
