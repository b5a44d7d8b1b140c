import type { layers, SymbolicTensor } from "@tensorflow/tfjs";
import type { LayerFactory } from "../layer-factory.js";
import { chain, channelsOf, join } from "./chain.js";
import { convNorm } from "./convolution.js";

export interface ResidualOptions {
  readonly layers: LayerFactory;
  /** Of the block: its layers are `name.conv1`, `name.bn1` and so on, as in torchvision. */
  readonly name: string;
  /** Filters of the 3×3 convolutions of an ordinary network. */
  readonly width: number;
  readonly strides: number;
  /** Default 1. */
  readonly groups?: number;
  /** Filters of each group when `width` is 64. Default 64. */
  readonly widthPerGroup?: number;
  /** The mean of 2×2 pixels before a 1×1 convolution of stride 1 where the shortcut is strided: ResNet-D. Default false. */
  readonly averagedShortcut?: boolean;
}

export type ResidualBlock = ((input: SymbolicTensor, options: ResidualOptions) => SymbolicTensor) & {
  /** Output channels for each of `width`. */
  readonly expansion: number;
};

/** Two 3×3 convolutions (He et al., 2015, figure 5 left). */
export const basicBlock: ResidualBlock = Object.assign(
  (input: SymbolicTensor, options: ResidualOptions): SymbolicTensor => {
    const { layers, name, width, strides } = options;
    const conv = (index: 1 | 2, stride: number) => ({
      name: `${name}.conv${index}`,
      normalization: `${name}.bn${index}`,
      filters: width,
      kernelSize: 3,
      strides: stride,
    });
    const branch = [
      ...convNorm(layers, { ...conv(1, strides), activation: "relu" }),
      ...convNorm(layers, conv(2, 1)),
    ];
    return residual(layers, input, branch, projection(input, width, options));
  },
  { expansion: 1 },
);

/**
 * 1×1, 3×3 and 1×1 convolutions (He et al., 2015, figure 5 right). The stride is on the 3×3 convolution, as in
 * torchvision ("v1.5"); the paper has it on the first.
 */
export const bottleneckBlock: ResidualBlock = Object.assign(
  (input: SymbolicTensor, options: ResidualOptions): SymbolicTensor => {
    const { layers, name, width, strides, groups = 1, widthPerGroup = 64 } = options;
    const inner = Math.floor((width * widthPerGroup) / 64) * groups;
    const outer = width * bottleneckBlock.expansion;
    const names = (index: number) => ({ name: `${name}.conv${index}`, normalization: `${name}.bn${index}` });
    const branch = [
      ...convNorm(layers, { ...names(1), filters: inner, kernelSize: 1, activation: "relu" }),
      ...convNorm(layers, {
        ...names(2),
        filters: inner,
        kernelSize: 3,
        strides,
        groups,
        activation: "relu",
      }),
      ...convNorm(layers, { ...names(3), filters: outer, kernelSize: 1 }),
    ];
    return residual(layers, input, branch, projection(input, outer, options));
  },
  { expansion: 4 },
);

/** A 1×1 convolution where the shape changes (option B), else nothing. */
function projection(
  input: SymbolicTensor,
  filters: number,
  { layers: factory, name, strides, averagedShortcut = false }: ResidualOptions,
): layers.Layer[] {
  if (strides === 1 && channelsOf(input) === filters) return [];
  const part = (index: number) => `${name}.downsample.${index}`;
  const project = (index: number, stride: number) =>
    convNorm(factory, {
      name: part(index),
      normalization: part(index + 1),
      filters,
      kernelSize: 1,
      strides: stride,
    });
  if (!averagedShortcut) return project(0, strides);
  // A last window that reaches beyond the maps counts the pixels that are there.
  const mean =
    strides === 1 ? [] : [factory.averagePooling2d({ name: part(0), poolSize: 2, strides, padding: "same" })];
  return [...mean, ...project(1, 1)];
}

/** relu(branch(x) + shortcut(x)) */
export const residual = (
  factory: LayerFactory,
  input: SymbolicTensor,
  branch: readonly layers.Layer[],
  shortcut: readonly layers.Layer[],
): SymbolicTensor =>
  chain(join(factory.add(), chain(input, ...branch), chain(input, ...shortcut)), factory.activation("relu"));
