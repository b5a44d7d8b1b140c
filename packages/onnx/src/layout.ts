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
  const result = new Float32Array(source.length);
  const axes = axesOfTranspose(shape, order);
  const inner = axes.pop() ?? ONE;
  const nearest = axes.reduce((best, { from }, i) => (from < axes[best]!.from ? i : best), 0);
  const [middle = ONE] = axes.splice(nearest, 1);

  // As integers: numbers that are only moved need not become 64-bit floats and back, and keep every bit, of NaN too.
  const [read, write] = [bitsOf(source), bitsOf(result)];
  const walk = (depth: number, from: number, to: number): void => {
    const axis = axes[depth];
    if (axis === undefined) {
      movePlane(read, write, { from, to, middle, inner });
      return;
    }
    for (let i = 0; i < axis.extent; i++) walk(depth + 1, from + i * axis.from, to + i * axis.to);
  };
  walk(0, 0, 0);
  return result;
}

/** An axis of a transposition: how far its neighbours lie apart in the source, and in the result. */
interface MovedAxis {
  readonly extent: number;
  readonly from: number;
  readonly to: number;
}

const ONE: MovedAxis = { extent: 1, from: 0, to: 0 };

/** In the result's order. Axes of one element are left out, and those that follow each other on both sides are one. */
function axesOfTranspose(shape: readonly number[], order: readonly number[]): MovedAxis[] {
  const newShape = order.map((axis) => shape[axis]!);
  const axes: MovedAxis[] = [];
  for (const [i, axis] of order.entries()) {
    const extent = shape[axis]!;
    if (extent === 1) continue;
    const [from, to] = [sizeOf(shape.slice(axis + 1)), sizeOf(newShape.slice(i + 1))];
    const before = axes.at(-1);
    if (before?.from === extent * from) axes.splice(-1, 1, { extent: before.extent * extent, from, to });
    else axes.push({ extent, from, to });
  }
  return axes;
}

const bitsOf = ({ buffer, byteOffset, length }: Float32Array): Int32Array =>
  new Int32Array(buffer, byteOffset, length);

interface Plane {
  readonly from: number;
  readonly to: number;
  readonly middle: MovedAxis;
  /** Its elements follow each other in the result. */
  readonly inner: MovedAxis;
}

function movePlane(read: Int32Array, write: Int32Array, { from, to, middle, inner }: Plane): void {
  for (let i = 0; i < middle.extent; i++) {
    const [source, target] = [from + i * middle.from, to + i * middle.to];
    for (let j = 0; j < inner.extent; j++) write[target + j] = read[source + j * inner.from]!;
  }
}
