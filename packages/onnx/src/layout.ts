import { sizeOf } from "./graph/shapes.js";
import type { GraphLayout } from "./lowering/lowering.js";

/** A weight that the graph stores as the LayersModel does. */
export const sameLayout = (shape: readonly number[]): GraphLayout => ({
  shape,
  pack: (values) => values.slice(),
  unpack: (values) => values.slice(),
  axesInGraph: (axis) => [axis],
});

/** A weight whose axes the graph stores in another order: graph axis `i` is the model's axis `order[i]`. */
export const transposedLayout = (modelShape: readonly number[], order: readonly number[]): GraphLayout => {
  const graphShape = order.map((axis) => modelShape[axis]!);
  const inverse = order.map((_, axis) => order.indexOf(axis));
  return {
    shape: graphShape,
    pack: (values) => transposeArray(values, modelShape, order),
    unpack: (values) => transposeArray(values, graphShape, inverse),
    axesInGraph: (axis) => [order.indexOf(axis)],
  };
};

/**
 * Result axis `i` runs over the source's axis `order[i]`. The last axis is walked innermost, and around it the one whose
 * numbers are nearest to each other in the source: so neither side is read or written a number a page.
 */
export function transposeArray(
  source: Float32Array,
  shape: readonly number[],
  order: readonly number[],
): Float32Array {
  const strideIn = (extents: readonly number[], axis: number) => sizeOf(extents.slice(axis + 1));
  const resultShape = order.map((axis) => shape[axis]!);
  const axes = order.map((axis, i) => ({
    extent: shape[axis]!,
    from: strideIn(shape, axis),
    to: strideIn(resultShape, i),
  }));
  const result = new Float32Array(source.length);
  const inner = axes.pop() ?? { extent: 1, from: 1, to: 1 };
  const nearest = axes.reduce((best, { from }, i) => (from < axes[best]!.from ? i : best), 0);
  axes.push(...axes.splice(nearest, 1));

  const index = axes.map(() => 0);
  let from = 0;
  let to = 0;
  for (let left = result.length / inner.extent; left > 0; left--) {
    const end = to + inner.extent;
    for (let at = to, read = from; at < end; at++, read += inner.from) result[at] = source[read]!;
    for (let i = axes.length - 1; i >= 0; i--) {
      const axis = axes[i]!;
      index[i]!++;
      from += axis.from;
      to += axis.to;
      if (index[i]! < axis.extent) break;
      from -= axis.from * axis.extent;
      to -= axis.to * axis.extent;
      index[i] = 0;
    }
  }
  return result;
}
