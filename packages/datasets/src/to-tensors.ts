import { type Checks, finite, oneOf } from "@imgcls/checks";
import { type ImageSet, type Outcome, visitPixels } from "./image-set.js";
import { pixelsPerImage } from "./labeled-images.js";
import { oneHot } from "./one-hot.js";
import { checkOptions } from "./option-checks.js";
import { rescaleInto } from "./rescale.js";

/** The part of TensorFlow.js that is needed here, so that this package does not depend on it. */
export interface TensorFactory<Images, Labels, Rows> {
  tensor4d(values: Float32Array, shape: [number, number, number, number], dtype: "float32"): Images;
  tensor1d(values: Int32Array | Float32Array, dtype: "int32" | "float32"): Labels;
  tensor2d(values: Float32Array, shape: [number, number], dtype: "float32"): Rows;
}

/**
 * `"one-hot"`: rows with a single 1, float32 `[length, classes]`, for `categoricalCrossentropy`. `"float32"`:
 * class indices `[length]`, for `sparseCategoricalCrossentropy` (that of TensorFlow.js does not accept integers).
 * `"int32"`: class indices `[length]`, for the operators of `tf`.
 */
export type LabelForm = "int32" | "float32" | "one-hot";

export type LabelTensor<Form extends LabelForm, Labels, Rows> = Form extends "one-hot" ? Rows : Labels;

export interface TensorOptions<Form extends LabelForm> {
  /** Default `"int32"`. */
  readonly labels?: Form;
  /** What grey levels 0..255 are multiplied by. Default 1/255: values in 0..1. */
  readonly scale?: number;
}

export const tensorChecks: Checks<TensorOptions<LabelForm>> = {
  labels: oneOf("int32", "float32", "one-hot"),
  scale: finite,
};

/**
 * The whole data set as tensors of the TensorFlow.js that is passed in (dispose them when done):
 * `images` float32 `[length, height, width, channels]`, 0..1; `labels` in the form that is asked for. A
 * promise of them for a lazy data set, which is read once.
 */
export function toTensors<Data extends ImageSet, Images, Labels, Rows, Form extends LabelForm = "int32">(
  data: Data,
  tf: TensorFactory<Images, Labels, Rows>,
  options: TensorOptions<Form> = {},
): Outcome<Data, { images: Images; labels: LabelTensor<Form, Labels, Rows> }> {
  checkOptions("toTensors", options, tensorChecks);
  const { labels, scale = 1 / 255 } = options;
  const values = new Float32Array(data.length * pixelsPerImage(data.shape));
  let filled = 0;
  const add = (pixels: Uint8Array): void => {
    rescaleInto(values.subarray(filled, filled + pixels.length), pixels, scale);
    filled += pixels.length;
  };
  return visitPixels(data, add, () => ({
    images: tf.tensor4d(values, [data.length, ...data.shape], "float32"),
    labels: labelTensor(data.labels, data.classNames.length, labels ?? ("int32" as Form), tf),
  }));
}

export function labelTensor<Labels, Rows, Form extends LabelForm>(
  labels: Int32Array,
  classes: number,
  form: Form,
  tf: Omit<TensorFactory<unknown, Labels, Rows>, "tensor4d">,
): LabelTensor<Form, Labels, Rows> {
  const tensor = {
    int32: () => tf.tensor1d(labels, "int32"),
    float32: () => tf.tensor1d(Float32Array.from(labels), "float32"),
    "one-hot": () => tf.tensor2d(oneHot(labels, classes), [labels.length, classes], "float32"),
  }[form as LabelForm];
  return tensor() as LabelTensor<Form, Labels, Rows>;
}
