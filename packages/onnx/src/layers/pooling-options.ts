import type { Value } from "../graph/graph.js";
import type { Window } from "../graph/shapes.js";
import type { LayerStep } from "../walk-model.js";
import type { Maps } from "./feature.js";
import { pairOf, unsupportedMaps, unsupportedPadding, windowOf } from "./layer-options.js";

/** Options of every pooling. */
export const unsupportedPooling = (step: LayerStep): string[] => [
  ...unsupportedMaps(step),
  ...unsupportedPadding(step),
];

/** How the window of a pooling slides over the maps, and the maps that come out of it: as many as the step says. */
export function pooledMaps({ config, outputShape }: Pick<LayerStep, "config" | "outputShape">, maps: Maps) {
  const size = pairOf(config.poolSize);
  const [rows, columns] = windowOf(config, maps.extent, { size, strides: pairOf(config.strides ?? size) });
  const [height, width] = outputShape as [number, number, number];
  const window: Window = [
    { ...rows, output: height },
    { ...columns, output: width },
  ];
  const extent = { ...maps.extent, height, width };
  return { window, outputOf: (value: Value): Maps => ({ ...maps, value, extent }) };
}
