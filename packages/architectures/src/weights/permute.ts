/** The numbers of a tensor with its axes in another order: axis `i` of the result is axis `axes[i]` of the source. */
export function permuted(
  values: Float32Array,
  shape: readonly number[],
  axes: readonly number[],
): Float32Array {
  const strides = shape.map((_, axis) =>
    shape.slice(axis + 1).reduce((product, extent) => product * extent, 1),
  );
  const result = new Float32Array(values.length);
  const extents = axes.map((axis) => shape[axis]!);
  const steps = axes.map((axis) => strides[axis]!);
  const position = axes.map(() => 0);
  let source = 0;
  for (let target = 0; target < result.length; target++) {
    result[target] = values[source]!;
    // The next position, as an odometer counts: the last axis first.
    for (let axis = axes.length - 1; axis >= 0; axis--) {
      position[axis]! += 1;
      source += steps[axis]!;
      if (position[axis]! < extents[axis]!) break;
      source -= steps[axis]! * extents[axis]!;
      position[axis] = 0;
    }
  }
  return result;
}
