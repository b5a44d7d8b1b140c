import type { Value } from "../graph/graph.js";
import { add, max } from "../graph/ops/elementwise.js";
import { reachOf, type Window, type WindowAxis } from "../graph/shapes.js";
import { once } from "../layers/layer-compiler.js";
import { gradientsOfPositions } from "./first-maximum.js";
import type { Lowering, PooledConv } from "./lowering.js";
import { isTiled, windowTaps } from "./portable-window.js";

type PooledConvolution = Lowering["pooledConv"];

/** The operations of a lowering from which a convolution followed by max pooling is built. */
export interface PooledConvParts
  extends Pick<
    Lowering,
    "conv" | "convInputGradient" | "convKernelGradient" | "biasGradient" | "maxPool" | "maxPoolGradient"
  > {
  /** Whether cutting parts out of these maps is cheap. It is for images, which have few channels. */
  isCheapToCut(maps: Value): boolean;
  /** Combines maps to one: each tile of the result has one element of each map, row by row. */
  interleave(phases: readonly Value[], tile: readonly [rows: number, columns: number]): Value;
}

/**
 * `maxPool(conv(maps))`. The convolution is computed only at the positions that some pooling window reads, and in one
 * of two ways: the two operations after one another, or, for images, one convolution for each position in the pooling
 * window.
 */
export function pooledConvolution(parts: PooledConvParts): PooledConvolution {
  const composed = composedPooledConv(parts);
  const phased = phasedPooledConv(parts);
  return (maps, kernel, bias, window, pool) => {
    if (pool.some(({ padBefore, padAfter }) => padBefore + padAfter > 0)) {
      return composed(maps, kernel, bias, window, pool);
    }
    const [rows, columns] = [reachOf(pool[0]).end, reachOf(pool[1]).end];
    const used: Window = [
      { ...window[0], output: rows },
      { ...window[1], output: columns },
    ];
    const covered: Window = [
      { ...pool[0], input: rows },
      { ...pool[1], input: columns },
    ];
    const isPhased = isTiled(pool) && parts.isCheapToCut(maps);
    return (isPhased ? phased : composed)(maps, kernel, bias, used, covered);
  };
}

/** The two operations after one another. */
const composedPooledConv =
  (parts: PooledConvParts): PooledConvolution =>
  (maps, kernel, bias, window, pool): PooledConv => {
    const convolved = parts.conv(maps, kernel, bias, window);
    const value = parts.maxPool(convolved, pool);
    return {
      value,
      backward(dOutput) {
        const dConvolved = once(() => parts.maxPoolGradient(convolved, value, dOutput, pool));
        return {
          input: () => parts.convInputGradient(dConvolved(), kernel, window),
          kernel: () => parts.convKernelGradient(maps, dConvolved(), window),
          // Each pooling window hands its whole gradient to one position, so the sums before and after are equal.
          bias: () => parts.biasGradient(dOutput),
        };
      },
    };
  };

/**
 * Computes one convolution for each position in the pooling window, with the stride of the pooling, and takes the
 * maximum of the results. For a pooling of 2×2:
 *
 *     y = max(conv at (0, 0), conv at (0, 1), conv at (1, 0), conv at (1, 1))
 *
 * All maps then have the size of the pooled maps. The large maps between convolution and pooling, and their
 * gradients, are never stored.
 */
const phasedPooledConv =
  (parts: PooledConvParts): PooledConvolution =>
  (maps, kernel, bias, window, pool) => {
    const phases = windowTaps(pool).map(
      ([row, column]): Window => [phaseAxis(window[0], pool[0], row), phaseAxis(window[1], pool[1], column)],
    );
    const convolved = phases.map((phase) => parts.conv(maps, kernel, bias, phase));
    const maximaUpTo = convolved.slice(0, 1);
    for (const values of convolved.slice(1)) maximaUpTo.push(max(maximaUpTo.at(-1)!, values));

    return {
      value: maximaUpTo.at(-1)!,
      backward(dOutput) {
        const gradients = once(() => gradientsOfPositions(maximaUpTo, dOutput));
        return {
          input: () =>
            parts.convInputGradient(
              parts.interleave(gradients(), [pool[0].size, pool[1].size]),
              kernel,
              window,
            ),
          kernel: () =>
            gradients()
              .map((gradient, i) => parts.convKernelGradient(maps, gradient, phases[i]!))
              .reduce((total, part) => add(total, part)),
          bias: () => parts.biasGradient(dOutput),
        };
      },
    };
  };

/** One axis of the convolution that computes the element at `offset` of every pooling window. */
const phaseAxis = (axis: WindowAxis, pool: WindowAxis, offset: number): WindowAxis => ({
  ...axis,
  stride: axis.stride * pool.stride,
  padBefore: axis.padBefore - offset * axis.stride,
  output: pool.output,
});
