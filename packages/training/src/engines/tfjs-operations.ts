// Operations on maps `[batch, height, width, channels]`, composed of those whose gradients are right in TensorFlow.js.
import * as tf from "@tensorflow/tfjs";

interface Window {
  readonly poolSize: readonly [number, number];
  readonly strides: readonly [number, number];
}

/**
 * Average pooling with "same" padding: the mean over zero-padded windows, by the share of them that is on the maps.
 * TensorFlow.js's own gradient divides by the whole window at the borders.
 */
export function paddedAverage(maps: tf.Tensor4D, { poolSize, strides }: Window): tf.Tensor {
  const zeros = ([1, 2] as const).map((axis): [number, number] => {
    const [size, window, stride] = [maps.shape[axis], poolSize[axis - 1]!, strides[axis - 1]!];
    const total = Math.max((Math.ceil(size / stride) - 1) * stride + window - size, 0);
    return [Math.floor(total / 2), Math.ceil(total / 2)];
  });
  const mean = (values: tf.Tensor4D) =>
    tf.avgPool(tf.pad(values, [[0, 0], ...zeros, [0, 0]]), [...poolSize], [...strides], "valid");
  return tf.div(mean(maps), mean(tf.onesLike(maps)));
}

/**
 * `R x Cᵀ` for every image and channel. Resizing is linear, so R and C are what the identity is resized to; TensorFlow.js's
 * own gradients of resizing are wrong.
 */
export function resized(
  maps: tf.Tensor4D,
  extent: readonly [number, number],
  interpolation: "nearest" | "bilinear",
): tf.Tensor {
  const resize = interpolation === "nearest" ? tf.image.resizeNearestNeighbor : tf.image.resizeBilinear;
  /** `[to, from]` */
  const matrix = (from: number, to: number) =>
    resize(tf.eye(from).reshape<tf.Tensor4D>([1, from, from, 1]), [to, from]).reshape<tf.Tensor2D>([
      to,
      from,
    ]);
  const [, height, width] = maps.shape;
  const rows = alongAxis(maps, 1, matrix(height, extent[0]));
  return alongAxis(rows, 2, matrix(width, extent[1]));
}

/** The matrix times every vector along an axis. */
function alongAxis(maps: tf.Tensor4D, axis: 1 | 2, matrix: tf.Tensor2D): tf.Tensor4D {
  const toFront = axis === 1 ? [1, 0, 2, 3] : [2, 1, 0, 3];
  const front = tf.transpose(maps, toFront);
  const product = tf.matMul(matrix, front.reshape<tf.Tensor2D>([front.shape[0], -1]));
  // Each of the two orders is its own inverse.
  return tf.transpose(
    product.reshape<tf.Tensor4D>([matrix.shape[0], ...front.shape.slice(1)] as never),
    toFront,
  );
}

/** A kernel `[height, width, …]` with `rate − 1` zeros between its elements: as wide as the dilated one. */
export function dilated(kernel: tf.Tensor4D, [down, right]: readonly [number, number]): tf.Tensor4D {
  const [height, width, channels, filters] = kernel.shape;
  const rest = channels * filters;
  const rows = tf
    .pad(kernel.reshape<tf.Tensor3D>([height, 1, width * rest]), [
      [0, 0],
      [0, down - 1],
      [0, 0],
    ])
    .reshape<tf.Tensor3D>([height * down, width, rest])
    .slice([0, 0, 0], [(height - 1) * down + 1, width, rest]);
  const extent = rows.shape[0];
  return tf
    .pad(rows.reshape<tf.Tensor4D>([extent, width, 1, rest]), [
      [0, 0],
      [0, 0],
      [0, right - 1],
      [0, 0],
    ])
    .reshape<tf.Tensor3D>([extent, width * right, rest])
    .slice([0, 0, 0], [extent, (width - 1) * right + 1, rest])
    .reshape([extent, (width - 1) * right + 1, channels, filters]);
}

/** All in the shape that they have together: axes are added behind the batch, extents of 1 repeated. */
export function broadcast(tensors: readonly tf.Tensor[]): tf.Tensor[] {
  const rank = Math.max(...tensors.map((tensor) => tensor.rank));
  const same = tensors.map((tensor) => {
    const [batch, ...extents] = tensor.shape as [number, ...number[]];
    return tensor.reshape([batch, ...Array<number>(rank - tensor.rank).fill(1), ...extents]);
  });
  const shape = Array.from({ length: rank }, (_, axis) =>
    Math.max(...same.map((tensor) => tensor.shape[axis]!)),
  );
  return same.map((tensor) => tf.add(tensor, tf.zeros(shape)));
}
