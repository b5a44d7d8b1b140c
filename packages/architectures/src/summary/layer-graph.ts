import type { LayersModel, layers } from "@tensorflow/tfjs";

export type Shape = readonly (number | null)[];

/** The layers whose outputs are a layer's inputs, where it is called first. */
export const layerInputs = (layer: layers.Layer): readonly layers.Layer[] =>
  layer.inboundNodes[0]?.inboundLayers ?? [];

/** The shape of a layer's output; of the first, if there are several. */
export const outputShapeOf = ({ outputShape }: layers.Layer): Shape => firstShape(outputShape);

function firstShape(shape: LayersModel["outputShape"]): Shape {
  const [first] = shape;
  return Array.isArray(first) ? first : (shape as Shape);
}

export const product = (sizes: Shape): number =>
  sizes.reduce<number>((total, size) => total * (size ?? 1), 1);
