import type { Value } from "../graph/graph.js";
import { add, mul } from "../graph/ops/elementwise.js";
import { reshape } from "../graph/ops/movement.js";
import type { LayerStep } from "../walk-model.js";
import type { Maps } from "./feature.js";
import {
  type CompiledLayer,
  compileOnMaps,
  type LayerCompiler,
  type LayerContext,
} from "./layer-compiler.js";
import {
  unsupportedAxis,
  unsupportedMaps,
  unsupportedRank,
  unsupportedWeightOptions,
} from "./layer-options.js";
import { standardize } from "./standardize.js";

/** `y = γ x̂ + β`, x standardized over the channels of each position (Ba et al., 2016). */
export const layerNormalization: LayerCompiler = {
  unsupported: (step) => [
    ...unsupportedWeightOptions(step),
    ...unsupportedRank(step, 1, 3),
    ...unsupportedAxis(step),
  ],
  compile: (step, inputs, context) =>
    compileOnMaps(inputs, context.lowering, ([maps]) =>
      normalized(step, maps!, context, maps!.value.shape, 1),
    ),
};

/** The same over the positions and the channels of a group, image by image (Wu and He, 2018). */
export const groupNormalization: LayerCompiler = {
  unsupported: (step) => [...unsupportedWeightOptions(step), ...unsupportedMaps(step)],
  compile: (step, inputs, context) =>
    compileOnMaps(inputs, context.lowering, ([maps]) => {
      const [batch, channels, height, width] = maps!.value.shape as [number, number, number, number];
      const groups = step.config.groups as number;
      return normalized(step, maps!, context, [batch, groups, (channels / groups) * height * width], 2);
    }),
};

/** Standardizes maps along an axis of a view of them, then scales and shifts each channel. */
function normalized(
  step: LayerStep,
  maps: Maps,
  { lowering, weight }: LayerContext,
  view: readonly number[],
  axis: number,
): CompiledLayer & { output: Maps } {
  const { config } = step;
  const channelWeight = (role: string) => weight(role, lowering.mapsLayout([maps.extent.channels]));
  const gamma = config.scale === false ? undefined : channelWeight("gamma");
  const beta = config.center === false ? undefined : channelWeight("beta");

  const x = maps.value;
  const seenAs = (value: Value, shape: readonly number[]) =>
    `${value.shape}` === `${shape}` ? value : reshape(value, shape);
  const { standardized, backward } = standardize(seenAs(x, view), axis, Number(config.epsilon));
  const xHat = seenAs(standardized, x.shape);
  const scaled = gamma ? lowering.formula([xHat, gamma], mul) : xHat;
  return {
    output: { ...maps, value: beta ? lowering.formula([scaled, beta], add) : scaled },
    backward(dy) {
      const dXHat = () => (gamma ? lowering.formula([dy, gamma], mul) : dy);
      return {
        inputs: [() => seenAs(backward(seenAs(dXHat(), view)), x.shape)],
        weights: {
          gamma: () => lowering.channelDot(dy, xHat),
          beta: () => lowering.channelSum(dy),
        },
      };
    },
  };
}
