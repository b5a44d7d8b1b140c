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
  const newShape = order.map((axis) => shape[axis]!);
  const axes = order.map((axis, i) => ({
    extent: shape[axis]!,
    from: sizeOf(shape.slice(axis + 1)),
    to: sizeOf(newShape.slice(i + 1)),
    at: 0,
  }));
  const { extent, from: step } = axes.pop()!;
  const nearest = axes.reduce((best, { from }, i) => (from < axes[best]!.from ? i : best), 0);
  axes.unshift(...axes.splice(nearest, 1), ...axes.splice(0).reverse());

  const result = new Float32Array(source.length);
  let from = 0;
  let to = 0;
  for (let left = result.length / extent; left > 0; left--) {
    for (let i = 0; i < extent; i++) result[to + i] = source[from + i * step]!;
    for (const axis of axes) {
      from += axis.from;
      to += axis.to;
      if (++axis.at < axis.extent) break;
      from -= axis.from * axis.extent;
      to -= axis.to * axis.extent;
      axis.at = 0;
    }
  }
  return result;
}
