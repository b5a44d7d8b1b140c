import type { layers } from "@tensorflow/tfjs";
import type { KernelInitializer } from "../kernel-initializer.js";
import type { ActivationName, LayerFactory } from "../layer-factory.js";

export interface ConvolutionOptions {
  readonly name?: string;
  readonly filters: number;
  readonly kernelSize: number;
  /** Default 1. */
  readonly strides?: number;
  /**
   * Zeros on every side of the maps, as a number or by name: "valid" none, "same" what keeps the size at stride 1,
   * (kernelSize − 1) / 2, "full" all that the kernel reaches, kernelSize − 1. "keras" is Keras's and TensorFlow's
   * "same": ⌈size / strides⌉ positions, and one zero less in front than behind where their number is odd. Default "same".
   */
  readonly padding?: number | "valid" | "same" | "full" | "keras";
  /** Distance of the kernel's points (à trous). Default 1. */
  readonly dilationRate?: number;
  /** Groups of channels that do not see each other. Default 1. */
  readonly groups?: number;
  /** Default true. */
  readonly useBias?: boolean;
  readonly activation?: ActivationName;
  readonly kernelInitializer?: KernelInitializer;
  readonly initialBias?: number;
}

type DepthwiseOptions = Omit<ConvolutionOptions, "filters" | "groups" | "dilationRate">;

/** A convolution with the same padding on both sides, as in PyTorch, whatever the stride, unless it says "keras". */
export function convolution(factory: LayerFactory, options: ConvolutionOptions): layers.Layer[] {
  const { padding: zeros, groups = 1, dilationRate = 1, ...convolved } = options;
  const [pads, padding] = padded(factory, options, dilationRate);
  const args = { ...convolved, padding, dilationRate };
  return [...pads, groups === 1 ? factory.conv2d(args) : factory.groupedConv2d({ ...args, groups })];
}

/** The same, every channel by itself. */
export function depthwiseConvolution(factory: LayerFactory, options: DepthwiseOptions): layers.Layer[] {
  const { padding: zeros, ...convolved } = options;
  const [pads, padding] = padded(factory, options, 1);
  return [...pads, factory.depthwiseConv2d({ ...convolved, padding })];
}

/**
 * TensorFlow's "same" padding adds zeros on both sides alike at stride 1 only; at stride 2 it adds one less in
 * front. Equal zeros before a strided convolution take a layer of their own.
 */
function padded(
  factory: LayerFactory,
  {
    name,
    kernelSize,
    strides = 1,
    padding = "same",
  }: Pick<ConvolutionOptions, "name" | "kernelSize" | "strides" | "padding">,
  dilationRate: number,
): [layers.Layer[], "same" | "valid"] {
  if (padding === "keras") return [[], "same"];
  const reach = (kernelSize - 1) * dilationRate;
  const zeros = typeof padding === "number" ? padding : { valid: 0, same: reach / 2, full: reach }[padding];
  if (zeros === 0) return [[], "valid"];
  // Of an even kernel "same" is one-sided at any stride.
  if (zeros === reach / 2 && (strides === 1 || !Number.isInteger(zeros))) return [[], "same"];
  const pad = factory.zeroPadding2d({
    ...(name === undefined ? {} : { name: `${name}.pad` }),
    padding: [
      [zeros, zeros],
      [zeros, zeros],
    ],
  });
  return [[pad], "valid"];
}

export interface ConvNormOptions extends Omit<ConvolutionOptions, "useBias" | "initialBias" | "activation"> {
  readonly name: string;
  /** Name of the batch normalization. */
  readonly normalization: string;
  /** After the normalization. Default: none. */
  readonly activation?: ActivationName | "hardSwish";
  /** Of the normalization. Defaults 1e-5 and 0.9. */
  readonly epsilon?: number;
  readonly momentum?: number;
}

/** Convolution without bias, batch normalization and activation. */
export function convNorm(factory: LayerFactory, options: ConvNormOptions): layers.Layer[] {
  const { normalization, activation, epsilon, momentum, ...convolved } = options;
  return [
    ...convolution(factory, { ...convolved, useBias: false }),
    ...normActivation(factory, { ...options, name: normalization }),
  ];
}

/** A depthwise convolution without bias, batch normalization and activation. */
export function depthwiseNorm(
  factory: LayerFactory,
  options: Omit<ConvNormOptions, "filters" | "groups" | "dilationRate">,
): layers.Layer[] {
  const { normalization, activation, epsilon, momentum, ...convolved } = options;
  return [
    ...depthwiseConvolution(factory, { ...convolved, useBias: false }),
    ...normActivation(factory, { ...options, name: normalization }),
  ];
}

/** Batch normalization and activation: what comes before a convolution in pre-activation networks. */
export function normActivation(
  factory: LayerFactory,
  {
    name,
    activation,
    epsilon,
    momentum,
  }: Pick<ConvNormOptions, "name" | "activation" | "epsilon" | "momentum">,
): layers.Layer[] {
  const args = {
    name,
    ...(epsilon === undefined ? {} : { epsilon }),
    ...(momentum === undefined ? {} : { momentum }),
  };
  return [
    factory.batchNormalization(args),
    ...(activation === undefined ? [] : [factory.activation(activation)]),
  ];
}
