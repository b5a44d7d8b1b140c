import * as tf from "@tensorflow/tfjs";

export interface Pooling {
  readonly poolSize: readonly [number, number];
  readonly strides: readonly [number, number];
}

/**
 * Average pooling with "same" padding, where TensorFlow.js's own gradient divides by the whole window: the mean over
 * zero-padded windows, by the share of them that lies on the maps.
 */
export function paddedAverage(input: tf.Tensor, { poolSize, strides }: Pooling): tf.Tensor {
  const zeros = ([1, 2] as const).map((axis) => {
    const [size, window, stride] = [input.shape[axis]!, poolSize[axis - 1]!, strides[axis - 1]!];
    const total = Math.max((Math.ceil(size / stride) - 1) * stride + window - size, 0);
    return [Math.floor(total / 2), Math.ceil(total / 2)] as [number, number];
  });
  const mean = (maps: tf.Tensor) =>
    tf.avgPool(tf.pad(maps, [[0, 0], ...zeros, [0, 0]]) as tf.Tensor4D, [...poolSize], [...strides], "valid");
  return tf.div(mean(input), mean(tf.onesLike(input)));
}
