import type { Value } from "../graph/graph.js";
import type { Window } from "../graph/shapes.js";
import type { WeightLayout } from "../types.js";
import type { LayerStep } from "../walk-model.js";

/** Extent of the feature maps of one image. */
export interface MapExtent {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** A weight's layout, with where an axis of the LayersModel's weight lies in the graph (for constraints). */
export interface GraphLayout extends WeightLayout {
  axesInGraph(modelAxis: number): readonly number[];
}

/** Feature maps with their extent, where the order of the lowering does not tell the number of channels. */
export interface LaidOutMaps {
  readonly value: Value;
  readonly extent: MapExtent;
}

/** Zeros around maps, or what is cut off from them. */
export interface Borders {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/** A convolution with the max pooling of its result. */
export interface PooledConv {
  readonly value: Value;
  /** Gradients from dL/dvalue, each emitted by its call. */
  backward(dOutput: Value): { input(): Value; kernel(): Value; bias(): Value };
}

/**
 * How feature maps are laid out and computed. A layer compiler says what it computes, a lowering says how:
 * everything that depends on where the channels of a feature map lie is here, and nothing else is.
 *
 * Values called maps hold `[batch, height, width, channels]` features in the lowering's own order. Maps of one
 * image, or of one position, are maps too: a number a channel is maps of one image and one position.
 */
export interface Lowering {
  readonly name: string;

  /**
   * Whether this lowering compiles the layer. Where it does not, the portable lowering does, and the layer's
   * inputs and outputs change their order on the way in and out.
   */
  compiles(step: LayerStep): boolean;

  /** From images in TensorFlow's order, `[batch, height, width, channels]` (uint8 or float32), to maps. */
  enter(images: Value): Value;
  /** The inverse of `enter`, float32. */
  leave(maps: Value, extent: MapExtent): Value;
  /** Maps of one image and one position: a constant number a channel. */
  perChannel(maps: Value, numbers: readonly number[]): Value;

  /** Maps to `[batch, features]` without moving a number: features stay in the lowering's order. */
  flatten(maps: Value, extent: MapExtent): Value;
  /** The inverse of `flatten`. */
  unflatten(rows: Value, extent: MapExtent): Value;

  /** Kernel of a convolution, in the LayersModel `[height, width, in / groups, out]`. */
  kernelLayout(modelShape: readonly number[], groups?: number): GraphLayout;
  /** Kernel of a dense layer on flattened maps: its rows follow the lowering's order of features. */
  flattenedLayout(extent: MapExtent, units: number): GraphLayout;
  /** Bias of a convolution: a list of one number a channel. */
  channelLayout(channels: number): GraphLayout;
  /** A weight `[channels]` or `[height, width, channels]` as maps of one image, for `formula`. */
  mapsLayout(modelShape: readonly number[]): GraphLayout;

  /**
   * A formula of maps, element by element, from ordinary operators: `formula([x, scale], mul)`. Maps of one image
   * or one position repeat over the images and positions of the others. A formula of maps of the same shape
   * needs no `formula`.
   */
  formula(maps: readonly Value[], compute: (...maps: Value[]) => Value): Value;
  /** Σ over images and positions: maps of one image and one position. */
  channelSum(maps: Value): Value;
  /** Σ a · b over images and positions: maps of one image and one position. */
  channelDot(a: Value, b: Value): Value;
  /** `scale · maps + shift + others`, a number a channel each. Without a shift or others that is 0. */
  affine(maps: Value, scale: Value, shift?: Value, others?: Value): Value;

  /** The kernel's input channels and its filters come in `groups` (default 1) of equal size. */
  conv(maps: Value, kernel: Value, bias: Value | undefined, window: Window, groups?: number): Value;
  /** dL/dmaps from dL/doutput. */
  convInputGradient(dOutput: Value, kernel: Value, window: Window, groups?: number): Value;
  /** dL/dkernel from dL/doutput. */
  convKernelGradient(maps: Value, dOutput: Value, window: Window, groups?: number): Value;
  /** dL/dbias: the sum over images and positions. */
  biasGradient(dOutput: Value): Value;

  maxPool(maps: Value, window: Window): Value;
  /** The gradient goes to the first of equal maxima in a window, as in Keras and PyTorch. */
  maxPoolGradient(maps: Value, output: Value, dOutput: Value, window: Window): Value;
  /** The mean of what a window covers; padding is left out of it, or counts as zeros with `countPadding`. */
  averagePool(maps: Value, window: Window, countPadding?: boolean): Value;
  averagePoolGradient(dOutput: Value, window: Window, countPadding?: boolean): Value;

  /** `maxPool(conv(maps))` */
  pooledConv(maps: Value, kernel: Value, bias: Value | undefined, window: Window, pool: Window): PooledConv;

  /** Channels of several maps after one another. */
  concatChannels(parts: readonly LaidOutMaps[]): Value;
  /** The channels from `start` to `end`, exclusive. */
  sliceChannels(maps: LaidOutMaps, start: number, end: number): Value;
  /** Zeros around each map. */
  pad(maps: Value, borders: Borders): Value;
  /** Each map without its borders. */
  crop(maps: Value, borders: Borders): Value;
  /** Each element `size[0] · size[1]` times: nearest neighbour. */
  upsample(maps: Value, size: readonly [height: number, width: number]): Value;
}
