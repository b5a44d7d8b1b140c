import type { Value } from "../graph/graph.js";
import { add, div, exp, log, mul, sub } from "../graph/ops/elementwise.js";
import { reshape } from "../graph/ops/movement.js";
import { averagePool } from "../graph/ops/window.js";
import { type Window, windowAxis } from "../graph/shapes.js";
import { requireMaps } from "./feature.js";
import type { LayerCompiler } from "./layer-compiler.js";
import { unsupportedMaps } from "./layer-options.js";

/**
 * `y = x d^−β` with `d = bias + α Σ x²`, the sum over a window of neighbouring channels (Krizhevsky et al., 2012):
 * `dx = dy d^−β − 2 α β x Σ (dy y / d)`, over the same window.
 */
export const localResponseNormalization: LayerCompiler = {
  unsupported: (step) => [
    ...unsupportedMaps(step),
    ...(Number(step.config.bias) > 0
      ? []
      : [`bias ${String(step.config.bias)} is not supported, use one above 0`]),
  ],

  compile({ config }, [input]) {
    const maps = requireMaps(input);
    const x = maps.value;
    const [bias, alpha, beta] = [Number(config.bias), Number(config.alpha), Number(config.beta)];
    const sum = (value: Value) => channelWindowSum(value, 2 * Number(config.depthRadius) + 1);

    const d = add(mul(sum(mul(x, x)), alpha), bias);
    // d^−β by exponential and logarithm, which have vectorised kernels, as a power has not.
    const scale = exp(mul(log(d), -beta));
    const y = mul(x, scale);
    return {
      output: { ...maps, value: y },
      backward: (dy) => ({
        inputs: [
          () => {
            const neighbours = sum(div(mul(dy, y), d));
            return sub(mul(dy, scale), mul(mul(x, neighbours), 2 * alpha * beta));
          },
        ],
      }),
    };
  },
};

/** Σ over `size` channels around each: a pooling of `[batch, 1, channels, positions]`, zeros at its ends. */
function channelWindowSum(maps: Value, size: number): Value {
  const [batch, channels, height, width] = maps.shape as [number, number, number, number];
  const window: Window = [windowAxis(channels, size, 1, "same"), windowAxis(height * width, 1, 1, "valid")];
  const means = averagePool(reshape(maps, [batch, 1, channels, height * width]), window, true);
  return mul(reshape(means, maps.shape), size);
}
