import * as tf from "@tensorflow/tfjs";
import { WeightsError } from "../errors.js";

/** Where a weight of the model comes from. */
export interface WeightSource {
  readonly weight: tf.layers.Layer["weights"][number];
  /** As the file calls it. */
  readonly tensor: string;
  /** In the file's layout, before `values` rearranges it. `undefined`: the file lacks the tensor. */
  readonly found: readonly number[] | undefined;
  /** What the file's shape has to be; extents of 1 do not count. */
  readonly expected: readonly number[];
  /** The numbers in the model's layout. */
  values(): Float32Array;
}

/**
 * Writes all weights, or none: throws WeightsError with every tensor that is missing, has another shape or holds
 * numbers that are not finite. `others` are further problems of the file.
 */
export function assignWeights(
  model: string,
  sources: readonly WeightSource[],
  others: readonly string[] = [],
): void {
  const misfits = sources.flatMap(({ tensor, found, expected }) => {
    if (found === undefined) return [`"${tensor}" is missing; expected [${expected}]`];
    return fits(found, expected) ? [] : [`"${tensor}": expected [${expected}], found [${found}]`];
  });
  if (misfits.length + others.length > 0) throw new WeightsError(model, [...misfits, ...others]);

  const read = sources.map(({ weight, tensor, values }) => ({ weight, tensor, numbers: values() }));
  const damaged = read.flatMap(({ tensor, numbers }) => {
    const count = notFinite(numbers);
    return count === 0
      ? []
      : [`"${tensor}": ${count} of ${numbers.length} numbers are not finite (NaN or infinite)`];
  });
  if (damaged.length > 0) throw new WeightsError(model, damaged);
  for (const { weight, numbers } of read) {
    const values = tf.tensor(numbers, weight.shape as number[], "float32");
    weight.write(values);
    values.dispose();
  }
}

function notFinite(numbers: Float32Array): number {
  let count = 0;
  for (const value of numbers) if (!Number.isFinite(value)) count += 1;
  return count;
}

const significant = (shape: readonly number[]): string => shape.filter((extent) => extent !== 1).join();

/** The same shape, where extents of 1 do not count. */
export const fits = (found: readonly number[], expected: readonly number[]): boolean =>
  significant(found) === significant(expected);
