import type { Value } from "../graph/graph.js";
import { add, max } from "../graph/ops/elementwise.js";
import { reachOf, type Window, type WindowAxis } from "../graph/shapes.js";
import { once } from "../layers/layer-compiler.js";
import { gradientsOfPositions } from "./first-maximum.js";
import type { Lowering, PooledConv } from "./lowering.js";
import { isTiled, windowTaps } from "./portable-window.js";

type PooledConvolution = Lowering["pooledConv"];

/** What a lowering has to compute a convolution with a max pooling from. */
export interface PooledConvParts
  extends Pick<
    Lowering,
    "conv" | "convInputGradient" | "convKernelGradient" | "biasGradient" | "maxPool" | "maxPoolGradient"
  > {
  /** Whether it costs little to cut parts out of these maps, as out of a step's images with their few channels. */
  isCheapToCut(maps: Value): boolean;
  /** Maps whose positions take turns, row by row, become tiles of one map. */
  interleave(phases: readonly Value[], tile: readonly [rows: number, columns: number]): Value;
}

/** Convolutions with a max pooling. They compute only what the pooling takes. */
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

/** One after the other. */
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
          // Every window passes its gradient on to one position.
          bias: () => parts.biasGradient(dOutput),
        };
      },
    };
  };

/**
 * A convolution for each position of the pooling's windows, with the pooling's stride: what would be the largest maps
 * of the step never exist, nor do their gradients.
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

/** The convolution of the positions that lie at `offset` in their pooling windows. */
const phaseAxis = (axis: WindowAxis, pool: WindowAxis, offset: number): WindowAxis => ({
  ...axis,
  stride: axis.stride * pool.stride,
  padBefore: axis.padBefore - offset * axis.stride,
  output: pool.output,
});
