import type { layers, SymbolicTensor } from "@tensorflow/tfjs";
import type { LayerFactory } from "../layer-factory.js";
import { chain, join } from "./chain.js";
import { convNorm, convolution } from "./convolution.js";

/** Filters of the four branches: 1×1; 1×1 then 3×3; 1×1 then 5×5; pooling then 1×1. */
export type InceptionWidths = readonly [
  direct: number,
  reduce3: number,
  conv3: number,
  reduce5: number,
  conv5: number,
  pooled: number,
];

export interface InceptionOptions {
  readonly layers: LayerFactory;
  readonly name: string;
  readonly widths: InceptionWidths;
  /** Of the third branch: 5 in the paper, 3 in torchvision. */
  readonly largeKernel: number;
  readonly unit: InceptionUnit;
}

/** A convolution with its activation, and normalization or bias. */
export type InceptionUnit = (
  factory: LayerFactory,
  options: { name: string; filters: number; kernelSize: number; strides?: number },
) => layers.Layer[];

/** Convolution with bias, ReLU: the paper's. */
export const plainUnit: InceptionUnit = (factory, { name, ...options }) =>
  convolution(factory, { ...options, name: `${name}.conv`, activation: "relu" });

/** Convolution, batch normalization, ReLU: torchvision's. */
export const normalizedUnit: InceptionUnit = (factory, { name, ...options }) =>
  convNorm(factory, {
    ...options,
    name: `${name}.conv`,
    normalization: `${name}.bn`,
    activation: "relu",
    epsilon: 1e-3,
  });

/** Four branches side by side, their channels concatenated (Szegedy et al., 2014, figure 2b). */
export function inception(
  input: SymbolicTensor,
  { layers, name, widths, largeKernel, unit }: InceptionOptions,
): SymbolicTensor {
  const [direct, reduce3, conv3, reduce5, conv5, pooled] = widths;
  const conv = (branch: string, filters: number, kernelSize: number) =>
    unit(layers, { name: `${name}.${branch}`, filters, kernelSize });
  return join(
    layers.concatenate({ name }),
    chain(input, ...conv("branch1", direct, 1)),
    chain(input, ...conv("branch2.0", reduce3, 1), ...conv("branch2.1", conv3, 3)),
    chain(input, ...conv("branch3.0", reduce5, 1), ...conv("branch3.1", conv5, largeKernel)),
    chain(
      input,
      layers.maxPooling2d({ name: `${name}.branch4.0`, poolSize: 3, strides: 1, padding: "same" }),
      ...conv("branch4.1", pooled, 1),
    ),
  );
}
