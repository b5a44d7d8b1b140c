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

/** Result axis `i` runs over the source's axis `order[i]`. */
export function transposeArray(
  source: Float32Array,
  shape: readonly number[],
  order: readonly number[],
): Float32Array {
  const strides = shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
  const extents = order.map((axis) => shape[axis]!);
  const steps = order.map((axis) => strides[axis]!);
  const result = new Float32Array(source.length);
  const last = extents.length - 1;
  const index = extents.map(() => 0);
  let from = 0;
  for (let to = 0; to < result.length; ) {
    for (let i = 0; i < extents[last]!; i++, to++) result[to] = source[from + i * steps[last]!]!;
    let axis = last - 1;
    for (; axis >= 0; axis--) {
      index[axis]!++;
      from += steps[axis]!;
      if (index[axis]! < extents[axis]!) break;
      from -= steps[axis]! * extents[axis]!;
      index[axis] = 0;
    }
  }
  return result;
}
