import type { SymbolicTensor } from "@tensorflow/tfjs";
import type { ActivationName, LayerFactory } from "../layer-factory.js";
import type { StochasticDepthArgs } from "../layers/stochastic-depth.js";
import { chain, channelsOf, join } from "./chain.js";
import { type ConvNormOptions, convNorm, depthwiseNorm } from "./convolution.js";
import { type SqueezeExcitationOptions, squeezeExcitation } from "./squeeze-excitation.js";

/** Names of a convolution and of the normalization behind it. */
export type UnitNames = readonly [convolution: string, normalization: string];

export interface MobileBlockNames {
  /** The 1×1 convolution to `inner` channels; without it the block begins with the depthwise convolution. */
  readonly expand?: UnitNames;
  readonly depthwise: UnitNames;
  readonly project: UnitNames;
}

/** How convolutions are padded and normalized: the defaults are PyTorch's. */
export type UnitConvention = Pick<ConvNormOptions, "padding" | "epsilon" | "momentum">;

export interface MobileBlockOptions {
  readonly names: MobileBlockNames;
  /** Channels of the depthwise convolution. */
  readonly inner: number;
  readonly kernelSize: number;
  readonly strides: number;
  readonly filters: number;
  readonly activation: ActivationName | "hardSwish";
  readonly convention?: UnitConvention;
  /** Gates behind the depthwise convolution. Default: none. */
  readonly squeezeExcitation?: SqueezeExcitationOptions;
  /** Leaves the branch out for a share of the images in training. Default: none. */
  readonly stochasticDepth?: StochasticDepthArgs;
}

/**
 * Wide inside, narrow and linear at the ends, which a shortcut joins where the shape stays: the inverted residual of
 * MobileNet V2 (Sandler et al., 2018), with gates that of MobileNet V3 and EfficientNet.
 */
export function mobileBlock(
  layers: LayerFactory,
  maps: SymbolicTensor,
  {
    names,
    inner,
    kernelSize,
    strides,
    filters,
    activation,
    convention = {},
    squeezeExcitation: gates,
    stochasticDepth,
  }: MobileBlockOptions,
): SymbolicTensor {
  const unit = ([name, normalization]: UnitNames) => ({ ...convention, name, normalization });
  const expand =
    names.expand === undefined
      ? []
      : convNorm(layers, { ...unit(names.expand), filters: inner, kernelSize: 1, activation });
  const convolved = chain(
    maps,
    ...expand,
    ...depthwiseNorm(layers, { ...unit(names.depthwise), kernelSize, strides, activation }),
  );
  const gated = gates === undefined ? convolved : squeezeExcitation(layers, convolved, gates);
  const narrowed = chain(gated, ...convNorm(layers, { ...unit(names.project), filters, kernelSize: 1 }));
  if (strides !== 1 || channelsOf(maps) !== filters) return narrowed;
  const branch =
    stochasticDepth === undefined ? narrowed : chain(narrowed, layers.stochasticDepth(stochasticDepth));
  return join(layers.add(), maps, branch);
}
