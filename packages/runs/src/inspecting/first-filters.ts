import type { MapsShape } from "@imgcls/evaluation";
import { readWeights } from "@imgcls/training";
import type { LayersModel, layers } from "@tensorflow/tfjs";

/** The filters of the layer that sees the image. */
export interface FirstFilters {
  readonly layer: string;
  /** In the LayersModel's order. */
  readonly kernel: Float32Array;
  readonly shape: readonly [height: number, width: number, channels: number, filters: number];
}

/** Of the first convolution, if the network begins with one: its filters have the channels of the image. */
export async function firstFilters(
  model: LayersModel,
  [, , channels]: MapsShape,
): Promise<FirstFilters | undefined> {
  for (const layer of layersOf(model)) {
    const kernel = layer.weights.find(({ shape }) => shape.length === 4);
    if (kernel === undefined) continue;
    const shape = kernel.shape as [number, number, number, number];
    if (shape[2] !== channels) return undefined;
    const values = (await readWeights(model)).get(kernel.originalName)!;
    return { layer: layer.name, kernel: values, shape };
  }
  return undefined;
}

/** Those of nested models in their place. */
const layersOf = (model: LayersModel): layers.Layer[] =>
  model.layers.flatMap((layer) => ("layers" in layer ? layersOf(layer as LayersModel) : [layer]));
