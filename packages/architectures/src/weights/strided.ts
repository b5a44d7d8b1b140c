/** Where the numbers of a tensor are in a list of numbers: element `i` is at `offset + Σ i · strides`. */
export interface StridedView {
  readonly offset: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
}

const product = (extents: readonly number[]): number => extents.reduce((total, extent) => total * extent, 1);

/** The position behind its last number. */
const endOf = ({ offset, shape, strides }: StridedView): number =>
  shape.reduce((position, extent, axis) => position + (extent - 1) * strides[axis]!, offset) + 1;

/** What is wrong with a view of so many numbers, if anything. */
export function stridedProblem(view: StridedView, length: number): string | undefined {
  const { shape, strides } = view;
  if (shape.length !== strides.length) return `a tensor of shape [${shape}] with strides [${strides}]`;
  const count = product(shape);
  if (count === 0) return undefined;
  // Strides of 0 repeat numbers: a few bytes could ask for any memory.
  const isWithin = count <= length && endOf(view) <= length;
  return isWithin ? undefined : `a tensor of shape [${shape}] in a storage of ${length} numbers`;
}

/** The numbers of a view in row-major order. `read` gives those from one position up to another. */
export function strided(view: StridedView, read: (from: number, to: number) => Float32Array): Float32Array {
  const { offset, shape, strides } = view;
  if (product(shape) === 0) return new Float32Array();
  const stored = read(offset, endOf(view));
  return isContiguous(shape, strides) ? stored : gathered(stored, shape, strides);
}

const isContiguous = (shape: readonly number[], strides: readonly number[]): boolean =>
  shape.every((extent, axis) => extent === 1 || strides[axis] === product(shape.slice(axis + 1)));

/** A tensor in row-major order, whose element `i` is at `Σ i · strides`. */
export function gathered(
  values: Float32Array,
  shape: readonly number[],
  strides: readonly number[],
): Float32Array {
  const result = new Float32Array(product(shape));
  const [inner, step] = [shape.at(-1) ?? 1, strides.at(-1) ?? 1];
  const position = shape.map(() => 0);
  let source = 0;
  for (let target = 0; target < result.length; target += inner) {
    for (let index = 0; index < inner; index++) result[target + index] = values[source + index * step]!;
    // The next row, as an odometer counts: the last axis but one first.
    for (let axis = shape.length - 2; axis >= 0; axis--) {
      position[axis]! += 1;
      source += strides[axis]!;
      if (position[axis]! < shape[axis]!) break;
      source -= strides[axis]! * shape[axis]!;
      position[axis] = 0;
    }
  }
  return result;
}
