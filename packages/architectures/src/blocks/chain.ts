import type { layers, SymbolicTensor } from "@tensorflow/tfjs";

/** Layers applied one after the other. */
export const chain = (input: SymbolicTensor, ...list: readonly layers.Layer[]): SymbolicTensor =>
  list.reduce((tensor, layer) => layer.apply(tensor) as SymbolicTensor, input);

/** A layer applied to several tensors: Add, Concatenate, Multiply. */
export const join = (layer: layers.Layer, ...tensors: readonly SymbolicTensor[]): SymbolicTensor =>
  layer.apply([...tensors]) as SymbolicTensor;

/** The number of channels of feature maps. */
export const channelsOf = ({ shape }: SymbolicTensor): number => shape.at(-1) as number;

/** `[height, width]` of feature maps. */
export const extentOf = ({ shape }: SymbolicTensor): [height: number, width: number] => [
  shape[1] as number,
  shape[2] as number,
];
