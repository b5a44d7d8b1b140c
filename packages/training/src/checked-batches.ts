import type { Batch, BatchSource } from "./batch.js";
import { type DataForm, shapeText } from "./data-form.js";
import { bytesProblems, typeProblems } from "./plan-problems.js";

/** A part of a source's epoch. */
export interface EpochPart {
  /** Of the source, for errors: "train", "validation". */
  readonly name: string;
  readonly source: BatchSource;
  readonly epoch: number;
  /** From 0. */
  readonly startBatch?: number;
}

/**
 * The batches of an epoch, each compared with the model before it is given out.
 *
 * @throws Error that names the batch, with all that is wrong with it; or when there is no batch at all
 */
export async function* checkedBatches(
  { name, source, epoch, startBatch = 0 }: EpochPart,
  form: DataForm,
): AsyncGenerator<Batch> {
  let number = startBatch;
  for await (const batch of source.epoch(epoch, startBatch)) {
    number += 1;
    const problems = batchProblems(batch, form, source.shape);
    if (problems.length > 0) {
      throw new Error(
        `[imgcls/training] ${name}, batch ${number} of epoch ${epoch}: ${problems.join("; ")}. Check the batch source.`,
      );
    }
    yield batch;
  }
  if (number === 0) {
    throw new Error(
      `[imgcls/training] ${name}: expected ${source.batchesPerEpoch} batches in epoch ${epoch}, received none. A source must be able to give every epoch again.`,
    );
  }
}

function batchProblems(batch: Batch, form: DataForm, shape: DataForm["shape"] = form.shape): string[] {
  const { images, labels, size, softLabels, sampleWeights } = batch;
  if (!Number.isInteger(size) || size < 1)
    return [`expected its size to be a positive integer, received ${size}`];
  const problems = [
    ...bytesProblems("images", images),
    ...typeProblems("labels", "class indices in an Int32Array", labels, "Int32Array"),
  ];
  if (problems.length > 0) return problems;

  const bytes = shape.reduce<number>((product, extent) => product * (extent ?? Number.NaN), size);
  const isWhole = Number.isNaN(bytes) ? images.length % size === 0 : images.length === bytes;
  if (!isWhole || labels.length !== size) {
    problems.push(
      `expected ${size} images of ${shapeText(shape)} and ${size} labels, received ${images.length} bytes of images and ${labels.length} labels`,
    );
  }
  return [
    ...problems,
    ...labelProblems(labels, form),
    ...(softLabels ? softLabelProblems(softLabels, size, form) : []),
    ...(sampleWeights ? weightProblems(sampleWeights, size) : []),
  ];
}

function labelProblems(labels: Int32Array, { classes }: DataForm): string[] {
  const wrong = labels.findIndex((label) => label < 0 || label >= classes);
  if (wrong < 0) return [];
  return [
    `expected labels from 0 to ${classes - 1} for the model's ${classes} classes, but image ${wrong} has the label ${labels[wrong]}`,
  ];
}

/** How far a sum of float32 shares may be from one. */
const ROUNDING = 1e-3;

function softLabelProblems(shares: Float32Array, size: number, { classes }: DataForm): string[] {
  if (shares.length !== size * classes) {
    return [`expected soft labels [${size}, ${classes}], received ${shares.length} numbers`];
  }
  for (let image = 0; image < size; image++) {
    const row = shares.subarray(image * classes, (image + 1) * classes);
    const sum = row.reduce((total, share) => total + share, 0);
    // A sum that is NaN is not near one either.
    if (row.every((share) => share >= 0) && Math.abs(sum - 1) <= ROUNDING) continue;
    return [`expected soft labels to be shares that sum to one, but those of image ${image} are [${row}]`];
  }
  return [];
}

function weightProblems(weights: Float32Array, size: number): string[] {
  if (weights.length !== size) return [`expected ${size} sample weights, received ${weights.length}`];
  const wrong = weights.findIndex((weight) => !(weight >= 0 && Number.isFinite(weight)));
  if (wrong < 0) return [];
  return [`expected sample weights of 0 or more, but that of image ${wrong} is ${weights[wrong]}`];
}
