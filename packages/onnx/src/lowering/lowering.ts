import type { Value } from "../graph/graph.js";
import type { Window } from "../graph/shapes.js";
import type { WeightLayout } from "../types.js";

/** Extent of the feature maps of one image. */
export interface MapExtent {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** A weight's layout, with where an axis of the LayersModel's weight lies in the graph (for constraints). */
export interface GraphLayout extends WeightLayout {
  axisInGraph(modelAxis: number): number;
}

/**
 * How feature maps are laid out and computed. A layer compiler says what it computes, a lowering says how:
 * everything that depends on where the channels of a feature map lie is here, and nothing else is.
 * Values called maps hold `[batch, height, width, channels]` features in the lowering's own order.
 */
export interface Lowering {
  readonly name: string;

  /** From images in TensorFlow's order, `[batch, height, width, channels]` (uint8 or float32), to maps. */
  enter(images: Value): Value;
  /** The inverse of `enter`, float32. */
  leave(maps: Value, extent: MapExtent): Value;
  /** The axis of maps along which the channels lie. */
  readonly channelAxis: number;
  /** `[1, …]` constant of one number a channel, which broadcasts over maps. */
  perChannel(maps: Value, numbers: readonly number[]): Value;

  /** Maps to `[batch, features]` without moving a number: features stay in the lowering's order. */
  flatten(maps: Value, extent: MapExtent): Value;
  /** The inverse of `flatten`. */
  unflatten(rows: Value, extent: MapExtent): Value;

  /** Kernel of a convolution, in the LayersModel `[height, width, in, out]`. */
  kernelLayout(modelShape: readonly number[]): GraphLayout;
  /** Kernel of a dense layer on flattened maps: its rows follow the lowering's order of features. */
  flattenedLayout(extent: MapExtent, units: number): GraphLayout;
  /** One number a channel. */
  channelLayout(channels: number): GraphLayout;

  conv(maps: Value, kernel: Value, bias: Value | undefined, window: Window): Value;
  /** dL/dmaps from dL/doutput. */
  convInputGradient(dOutput: Value, kernel: Value, window: Window): Value;
  /** dL/dkernel from dL/doutput. */
  convKernelGradient(maps: Value, dOutput: Value, window: Window): Value;
  /** dL/dbias: the sum over images and positions. */
  biasGradient(dOutput: Value): Value;

  maxPool(maps: Value, window: Window): Value;
  /** The gradient goes to the first of equal maxima in a window, as in Keras and PyTorch. */
  maxPoolGradient(maps: Value, output: Value, dOutput: Value, window: Window): Value;
}
