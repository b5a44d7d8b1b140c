import { type Checks, count } from "@imgcls/checks";
import type { Batches } from "./batches.js";
import { checkOptions } from "./option-checks.js";
import { rescale } from "./rescale.js";
import {
  type LabelForm,
  type LabelTensor,
  labelTensor,
  type TensorFactory,
  tensorChecks,
} from "./to-tensors.js";

/** The part of TensorFlow.js that is needed here (`tf.data` comes with `@tensorflow/tfjs`). */
export interface TfData<Images, Labels, Rows, Tensors, Dataset> extends TensorFactory<Images, Labels, Rows> {
  readonly data: { generator(generator: () => AsyncIterator<Tensors>): Dataset };
}

/** A type, not an interface: TensorFlow.js asks for objects that have nothing but tensors. */
export type TfBatch<Images, Labels> = {
  /** float32 `[size, height, width, channels]`. */
  readonly xs: Images;
  readonly ys: Labels;
};

export interface TfDatasetOptions<Form extends LabelForm> {
  /** Default `"one-hot"`: what `categoricalCrossentropy` accepts; mixed images have their soft labels. */
  readonly labels?: Form;
  /** What grey levels 0..255 are multiplied by. Default 1/255: values in 0..1. */
  readonly scale?: number;
  /** The epoch that the data set is gone through first. Default 1. */
  readonly firstEpoch?: number;
}

const CHECKS: Checks<TfDatasetOptions<LabelForm>> = { ...tensorChecks, firstEpoch: count };

/**
 * Batches as a `tf.data.Dataset` of `{ xs, ys }`, for `model.fitDataset` and `model.evaluateDataset`, which
 * dispose of the tensors. Every time it is gone through is the next epoch.
 *
 * ```ts
 * await model.fitDataset(toTfDataset(batches(train, { batchSize: 64 }), tf), { epochs: 5 });
 * ```
 */
export function toTfDataset<Images, Labels, Rows, Dataset, Form extends LabelForm = "one-hot">(
  source: Batches,
  tf: TfData<Images, Labels, Rows, TfBatch<Images, LabelTensor<Form, Labels, Rows>>, Dataset>,
  options: TfDatasetOptions<Form> = {},
): Dataset {
  checkOptions("toTfDataset", options, CHECKS);
  const { labels, scale = 1 / 255, firstEpoch = 1 } = options;
  const form = labels ?? ("one-hot" as Form);
  let epoch = firstEpoch;

  async function* tensors() {
    for await (const batch of source.epoch(epoch++)) {
      yield {
        xs: tf.tensor4d(rescale(batch.images, scale), [batch.size, ...source.shape], "float32"),
        ys:
          batch.softLabels === undefined
            ? labelTensor(batch.labels, source.classes, form, tf)
            : (softTensor(batch.softLabels, batch.size) as LabelTensor<Form, Labels, Rows>),
      };
    }
  }

  function softTensor(rows: Float32Array, size: number): Rows {
    if (form === "one-hot") return tf.tensor2d(rows, [size, rows.length / size], "float32");
    throw new Error(
      `[imgcls/datasets] toTfDataset: mixed images have a share of several classes: expected labels to be "one-hot", received "${form}".`,
    );
  }

  return tf.data.generator(tensors);
}
