import type { Value } from "../graph/graph.js";
import type { Window } from "../graph/shapes.js";
import type { WeightLayout } from "../types.js";
import type { LayerStep } from "../walk-model.js";

/** The size of the feature maps of one image. */
export interface MapExtent {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** A weight's layout in the graph. */
export interface GraphLayout extends WeightLayout {
  /**
   * The axes of the graph's tensor that together make up this axis of the LayersModel's weight. Constraints need
   * them.
   */
  axesInGraph(modelAxis: number): readonly number[];
}

/**
 * Feature maps with their size. The tensor's shape does not always tell the number of channels: a layout may fill
 * them up with padding.
 */
export interface LaidOutMaps {
  readonly value: Value;
  readonly extent: MapExtent;
}

/** How many rows and columns are added around feature maps, or cut off. */
export interface Borders {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/** The output of a convolution followed by max pooling, and its gradients. */
export interface PooledConv {
  readonly value: Value;
  /** From dL/dvalue to the three gradients. Each is added to the graph only when it is called. */
  backward(dOutput: Value): { input(): Value; kernel(): Value; bias(): Value };
}

/**
 * How feature maps are stored, and which ONNX operators compute with them.
 *
 *     layer compiler   says what is computed:   relu(conv(x, kernel) + bias)
 *     lowering         says how:                the layout in memory, the operators, the gradients' operators
 *
 * All code that depends on the layout (the order of batch, channels, height and width in memory) is in a lowering.
 *
 * A value called `maps` holds feature maps `[batch, height, width, channels]` in the lowering's own layout. Batch,
 * height and width may be 1: one number for each channel is maps of one image with one position.
 */
export interface Lowering {
  readonly name: string;

  /**
   * Whether this lowering can compile the layer. If it cannot, the portable lowering does, and the layer's inputs and
   * outputs are converted between the two layouts.
   */
  compiles(step: LayerStep): boolean;

  /** Converts images in TensorFlow's layout, `[batch, height, width, channels]` (uint8 or float32), to maps. */
  enter(images: Value): Value;
  /** The inverse of `enter`; the result is float32. */
  leave(maps: Value, extent: MapExtent): Value;
  /** A constant: one number for each channel, as maps of one image and one position. */
  perChannel(maps: Value, numbers: readonly number[]): Value;

  /**
   * Maps as `[batch, features]`. Moves nothing in memory: the features keep the order that the lowering stores them
   * in.
   */
  flatten(maps: Value, extent: MapExtent): Value;
  /** The inverse of `flatten`. */
  unflatten(rows: Value, extent: MapExtent): Value;

  /** The kernel of a convolution, which is `[height, width, in / groups, out]` in the LayersModel. */
  kernelLayout(modelShape: readonly number[], groups?: number): GraphLayout;
  /** The kernel of a dense layer on flattened maps. Its rows are in the order of the features that `flatten` gives. */
  flattenedLayout(extent: MapExtent, units: number): GraphLayout;
  /** The bias of a convolution: a vector with one number for each channel. */
  channelLayout(channels: number): GraphLayout;
  /** A weight `[channels]` or `[height, width, channels]`, as maps of one image, for use in `formula`. */
  mapsLayout(modelShape: readonly number[]): GraphLayout;

  /**
   * Computes element by element with ordinary operators, as in `formula([x, scale], mul)`. Maps of one image or one
   * position are repeated over the images or positions of the others. Maps that all have the same shape do not need
   * this: apply the operators to them directly.
   */
  formula(maps: readonly Value[], compute: (...maps: Value[]) => Value): Value;
  /** The sum of each channel over images and positions, as maps of one image and one position. */
  channelSum(maps: Value): Value;
  /** The sum of `a · b` of each channel over images and positions, as maps of one image and one position. */
  channelDot(a: Value, b: Value): Value;
  /**
   * `scale · maps + shift + others`. `scale` and `shift` hold one number for each channel, `others` has the shape of
   * `maps`. A missing `shift` or `others` counts as 0.
   */
  affine(maps: Value, scale: Value, shift?: Value, others?: Value): Value;

  /** Convolution. Channels and filters are divided into `groups` (default 1) of equal size, as in ONNX's Conv. */
  conv(maps: Value, kernel: Value, bias: Value | undefined, window: Window, groups?: number): Value;
  /** dL/dmaps from `dOutput` = dL/doutput. */
  convInputGradient(dOutput: Value, kernel: Value, window: Window, groups?: number): Value;
  /** dL/dkernel from `dOutput` = dL/doutput. */
  convKernelGradient(maps: Value, dOutput: Value, window: Window, groups?: number): Value;
  /** dL/dbias: the sum over images and positions. */
  biasGradient(dOutput: Value): Value;

  maxPool(maps: Value, window: Window): Value;
  /**
   * dL/dmaps. If several elements of a window equal its maximum, the first gets the gradient, as in Keras and
   * PyTorch.
   */
  maxPoolGradient(maps: Value, output: Value, dOutput: Value, window: Window): Value;
  /** The mean of each window. Padding is left out of the mean; with `countPadding` it counts as zeros. */
  averagePool(maps: Value, window: Window, countPadding?: boolean): Value;
  averagePoolGradient(dOutput: Value, window: Window, countPadding?: boolean): Value;

  /** `maxPool(conv(maps))` */
  pooledConv(maps: Value, kernel: Value, bias: Value | undefined, window: Window, pool: Window): PooledConv;

  /** Concatenates the channels of several maps. */
  concatChannels(parts: readonly LaidOutMaps[]): Value;
  /** The channels from `start` up to, but without, `end`. */
  sliceChannels(maps: LaidOutMaps, start: number, end: number): Value;
  /** Adds zeros around each map. */
  pad(maps: Value, borders: Borders): Value;
  /** Removes the borders of each map. */
  crop(maps: Value, borders: Borders): Value;
  /** Repeats each element in a tile of `size` (nearest-neighbour upsampling). */
  upsample(maps: Value, size: readonly [height: number, width: number]): Value;
}
