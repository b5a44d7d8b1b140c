import { gathered } from "./strided.js";

/** The numbers of a tensor with its axes in another order: axis `i` of the result is axis `axes[i]` of the source. */
export function permuted(
  values: Float32Array,
  shape: readonly number[],
  axes: readonly number[],
): Float32Array {
  const strides = shape.map((_, axis) =>
    shape.slice(axis + 1).reduce((product, extent) => product * extent, 1),
  );
  return gathered(
    values,
    axes.map((axis) => shape[axis]!),
    axes.map((axis) => strides[axis]!),
  );
}
