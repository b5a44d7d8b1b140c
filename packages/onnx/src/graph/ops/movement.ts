import type { Graph, Shape, Value } from "../graph.js";
import { sizeOf } from "../shapes.js";

export const int64s = (graph: Graph, values: readonly number[]): Value =>
  graph.constant(BigInt64Array.from(values, BigInt), [values.length]);

export function reshape(x: Value, shape: Shape): Value {
  if (sizeOf(x.shape) !== sizeOf(shape)) {
    throw new Error(`[imgcls/onnx] Reshape: [${x.shape}] and [${shape}] differ in size`);
  }
  return x.graph.emit("Reshape", [x, int64s(x.graph, shape)], { dtype: x.dtype, shape });
}

export const transpose = (x: Value, order: readonly number[]): Value =>
  x.graph.emit(
    "Transpose",
    [x],
    { dtype: x.dtype, shape: order.map((axis) => x.shape[axis]!) },
    { perm: { ints: order } },
  );

export function concat(parts: readonly Value[], axis: number): Value {
  const [first] = parts;
  if (!first) throw new Error("[imgcls/onnx] Concat: nothing to join");
  const shape = first.shape.map((extent, i) =>
    i === axis ? parts.reduce((total, part) => total + part.shape[i]!, 0) : extent,
  );
  return first.graph.emit("Concat", parts, { dtype: first.dtype, shape }, { axis: { int: axis } });
}

export interface AxisSlice {
  readonly axis: number;
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  /** Default 1. */
  readonly step?: number;
}

export function slice(x: Value, axes: readonly AxisSlice[]): Value {
  const { graph } = x;
  const cuts = axes.filter(
    ({ axis, start, end, step }) => start > 0 || end < x.shape[axis]! || (step ?? 1) !== 1,
  );
  if (cuts.length === 0) return x;
  const shape = x.shape.map((extent, axis) => {
    const cut = cuts.find((candidate) => candidate.axis === axis);
    return cut ? Math.ceil((cut.end - cut.start) / (cut.step ?? 1)) : extent;
  });
  const steps = cuts.map((cut) => cut.step ?? 1);
  const inputs = [
    x,
    int64s(
      graph,
      cuts.map((cut) => cut.start),
    ),
    int64s(
      graph,
      cuts.map((cut) => cut.end),
    ),
    int64s(
      graph,
      cuts.map((cut) => cut.axis),
    ),
  ];
  if (steps.some((step) => step !== 1)) inputs.push(int64s(graph, steps));
  return graph.emit("Slice", inputs, { dtype: x.dtype, shape });
}

/** `fill` (default 0) around the tensor: as many `before` and `after` as given for each axis. */
export function pad(x: Value, before: readonly number[], after: readonly number[], fill = 0): Value {
  if ([...before, ...after].every((count) => count === 0)) return x;
  const shape = x.shape.map((extent, axis) => extent + before[axis]! + after[axis]!);
  const inputs = [x, int64s(x.graph, [...before, ...after])];
  if (fill !== 0) inputs.push(x.graph.constant(Float32Array.of(fill), []));
  return x.graph.emit("Pad", inputs, { dtype: x.dtype, shape });
}

/** Elements of one axis in another order. */
export const reverseAxis = (x: Value, axis: number): Value =>
  x.graph.emit(
    "Gather",
    [
      x,
      int64s(
        x.graph,
        Array.from({ length: x.shape[axis]! }, (_, i) => x.shape[axis]! - 1 - i),
      ),
    ],
    x,
    { axis: { int: axis } },
  );
