import { add, max } from "../graph/ops/elementwise.js";
import type { Window, WindowAxis } from "../graph/shapes.js";
import { once } from "../layers/layer-compiler.js";
import { gradientsOfPositions } from "./blocked-first-maximum.js";
import { interleave } from "./blocked-interleave.js";
import { type BlockRule, isBlocked } from "./blocked-maps.js";
import type { Lowering } from "./lowering.js";
import { composedPooledConv } from "./pooled-conv.js";
import { coveredBy, isTiled, windowTaps } from "./portable-window.js";

type Parts = Parameters<typeof composedPooledConv>[0];

/** Convolutions with a max pooling in blocks. They compute only what the pooling takes. */
export function blockedPooledConv({ block }: BlockRule, parts: Parts): Lowering["pooledConv"] {
  const composed = composedPooledConv(parts);
  const phased = phasedPooledConv(parts, block);
  return (maps, kernel, bias, window, pool) => {
    if (!isTiled(pool)) return composed(maps, kernel, bias, window, pool);
    const [rows, columns] = coveredBy(pool);
    const used: Window = [
      { ...window[0], output: rows },
      { ...window[1], output: columns },
    ];
    const covered: Window = [
      { ...pool[0], input: rows },
      { ...pool[1], input: columns },
    ];
    // Parts of plain maps cost little to cut out: those of a step's images have few channels.
    return (isBlocked(maps, block) ? composed : phased)(maps, kernel, bias, used, covered);
  };
}

/**
 * A convolution for each position of the pooling's windows, with the pooling's stride: what would be the largest maps
 * of the step never exist, nor do their gradients.
 */
const phasedPooledConv =
  (parts: Parts, block: number): Lowering["pooledConv"] =>
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
        const size = [pool[0].size, pool[1].size] as const;
        return {
          input: () => parts.convInputGradient(interleave(gradients(), size, block), kernel, window),
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
