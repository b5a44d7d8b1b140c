import type { Value } from "../graph/graph.js";
import type { LayerStep } from "../walk-model.js";
import type { Maps } from "./feature.js";
import { pairOf, unsupportedMaps, unsupportedPadding, windowOf } from "./layer-options.js";

/** Options of every pooling. */
export const unsupportedPooling = (step: LayerStep): string[] => [
  ...unsupportedMaps(step),
  ...unsupportedPadding(step),
];

/** How the window of a pooling slides over the maps, and the maps that come out of it. */
export function pooledMaps({ config }: Pick<LayerStep, "config">, maps: Maps) {
  const size = pairOf(config.poolSize);
  const window = windowOf(config, maps.extent, { size, strides: pairOf(config.strides ?? size) });
  const extent = { ...maps.extent, height: window[0].output, width: window[1].output };
  return { window, outputOf: (value: Value): Maps => ({ ...maps, value, extent }) };
}
