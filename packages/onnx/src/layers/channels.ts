import type { Value } from "../graph/graph.js";
import { add, mul } from "../graph/ops/elementwise.js";
import { pad, reshape, slice, transpose } from "../graph/ops/movement.js";
import { requireMaps } from "./feature.js";
import {
  type CompiledLayer,
  compileOnMaps,
  type LayerCompiler,
  type LayerContext,
} from "./layer-compiler.js";
import { unsupportedMaps, unsupportedRank, unsupportedWeightOptions } from "./layer-options.js";

/*
 * Layers of `@imgcls/architectures` that move, scale or shift whole channels. Those that move them are compiled on
 * portable maps, [batch, channels, height, width].
 */

/** Channels of `groups` groups dealt out in turn; dealing from as many hands as a group has channels undoes it. */
export const channelShuffle: LayerCompiler = {
  unsupported: unsupportedMaps,
  compile({ config }, [input]) {
    const maps = requireMaps(input);
    const groups = config.groups as number;
    return {
      output: { ...maps, value: deal(maps.value, groups) },
      backward: (dOutput) => ({ inputs: [() => deal(dOutput, maps.extent.channels / groups)] }),
    };
  },
};

function deal(maps: Value, groups: number): Value {
  const [batch, channels, height, width] = maps.shape as [number, number, number, number];
  const grouped = reshape(maps, [batch, groups, channels / groups, height * width]);
  return reshape(transpose(grouped, [0, 2, 1, 3]), maps.shape);
}

/** Some of the channels; the others get zeros as their gradient. */
export const channelSlice: LayerCompiler = {
  unsupported: unsupportedMaps,
  compile({ config }, [input]) {
    const maps = requireMaps(input);
    const [start, size] = [config.start as number, config.size as number];
    const { channels } = maps.extent;
    return {
      output: {
        ...maps,
        value: sliceChannels(maps.value, start, start + size),
        extent: { ...maps.extent, channels: size },
      },
      backward: (dOutput) => ({ inputs: [() => padChannels(dOutput, start, channels - start - size)] }),
    };
  },
};

/** Channels of zeros before and after. */
export const channelPadding: LayerCompiler = {
  unsupported: unsupportedMaps,
  compile({ config }, [input]) {
    const maps = requireMaps(input);
    const [before, after] = config.padding as [number, number];
    const { channels } = maps.extent;
    return {
      output: {
        ...maps,
        value: padChannels(maps.value, before, after),
        extent: { ...maps.extent, channels: before + channels + after },
      },
      backward: (dOutput) => ({ inputs: [() => sliceChannels(dOutput, before, before + channels)] }),
    };
  },
};

const sliceChannels = (maps: Value, start: number, end: number): Value =>
  slice(maps, [{ axis: 1, start, end }]);

const padChannels = (maps: Value, before: number, after: number): Value =>
  pad(maps, [0, before, 0, 0], [0, after, 0, 0]);

/** `y = γ x`, a learned factor for each channel. */
export const layerScale = channelWeightLayer("gamma", mul, (lowering, dy, x, gamma) => ({
  inputs: [() => lowering.formula([dy, gamma], mul)],
  weights: { gamma: () => lowering.channelDot(dy, x) },
}));

/** `y = x + b`, a learned number for each channel. */
export const channelBias = channelWeightLayer("bias", add, (lowering, dy) => ({
  inputs: [() => dy],
  weights: { bias: () => lowering.channelSum(dy) },
}));

type Backward = (
  lowering: LayerContext["lowering"],
  dy: Value,
  x: Value,
  weight: Value,
) => ReturnType<CompiledLayer["backward"]>;

function channelWeightLayer(
  role: string,
  formula: (x: Value, weight: Value) => Value,
  backward: Backward,
): LayerCompiler {
  return {
    unsupported: (step) => [...unsupportedWeightOptions(step), ...unsupportedRank(step, 1, 3)],
    compile: (_step, inputs, { lowering, weight }) =>
      compileOnMaps(inputs, lowering, ([maps]) => {
        const { value: x, extent } = maps!;
        const value = weight(role, lowering.mapsLayout([extent.channels]));
        return {
          output: { ...maps!, value: lowering.formula([x, value], formula) },
          backward: (dy) => backward(lowering, dy, x, value),
        };
      }),
  };
}
