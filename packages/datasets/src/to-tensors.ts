import type { LabeledImages } from "./labeled-images.js";
import { rescale } from "./rescale.js";

/** The part of TensorFlow.js that is needed here, so that this package does not depend on it. */
export interface TensorFactory<Images, Labels> {
  tensor4d(values: Float32Array, shape: [number, number, number, number], dtype: "float32"): Images;
  tensor1d(values: Int32Array, dtype: "int32"): Labels;
}

/**
 * The whole data set as tensors of the TensorFlow.js that is passed in (dispose them when done):
 * `images` float32 `[length, height, width, channels]`, 0..1; `labels` int32 `[length]`.
 */
export function toTensors<Images, Labels>(
  data: LabeledImages,
  tf: TensorFactory<Images, Labels>,
): { images: Images; labels: Labels } {
  return {
    images: tf.tensor4d(rescale(data.images), [data.length, ...data.shape], "float32"),
    labels: tf.tensor1d(data.labels, "int32"),
  };
}
