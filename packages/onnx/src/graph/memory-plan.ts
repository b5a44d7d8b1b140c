import type { DataType } from "../types.js";
import { executionOrder } from "./execution-order.js";
import type { Graph, GraphNode, Value } from "./graph.js";
import { INLINED } from "./ops/inlined.js";
import { sizeOf } from "./shapes.js";

/**
 * The size of the block that onnxruntime plans for the results of nodes from its first run on, in bytes: activations
 * and gradients, but not what is fed, constant or an output. It follows the runtime's own two stages
 * (`allocation_planner.cc`, `mem_pattern_planner.h`): which results share a buffer, then where in the block each
 * buffer is during its life.
 */
export function plannedBytes(graph: Graph): number {
  const order = executionOrder(graph);
  return sizeOfBlock(buffersOf(graph, order), order.length);
}

/** Memory for one result, or for several whose lives follow each other. */
interface Buffer {
  readonly bytes: number;
  readonly begin: number;
  /** The last node that needs it. */
  end: number;
}

/** Nodes whose output is their first input in another shape. */
const VIEWS = new Set(["Reshape"]);

/** Element-wise nodes, which onnxruntime lets write into an input of their shape. */
const IN_PLACE = new Set([
  ...["Add", "Sub", "Mul", "Div", "Max", "Min", "Relu", "LeakyRelu", "Elu", "Selu", "Tanh", "Sigmoid"],
  ...["HardSigmoid", "Softplus", "Exp", "Log", "Sqrt", "Abs", "Erf", "Clip", "Identity"],
]);

/**
 * A result is stored, in this order of preference: in the buffer of an input that nobody reads any more; in the
 * latest freed buffer of its type and shape; in a buffer of its own. Outputs have memory outside of the block.
 */
function buffersOf(graph: Graph, order: readonly GraphNode[]): readonly Buffer[] {
  const reads = new Map<Value, number>();
  for (const value of order.flatMap(({ inputs }) => inputs)) reads.set(value, (reads.get(value) ?? 0) + 1);
  const outputs = new Set(graph.outputs.map(({ value }) => value));

  const bufferOf = new Map<Value, Buffer>();
  const readsOf = new Map<Buffer, number>();
  const formOf = new Map<Buffer, string>();
  const free = new Map<string, Buffer[]>();
  const buffers: Buffer[] = [];

  const place = (value: Value, buffer: Buffer, at: number) => {
    bufferOf.set(value, buffer);
    readsOf.set(buffer, (readsOf.get(buffer) ?? 0) + (reads.get(value) ?? 0));
    formOf.set(buffer, formOfValue(value));
    buffer.end = at;
  };
  const inherited = ({ op, inputs }: GraphNode, output: Value): Buffer | undefined => {
    if (VIEWS.has(op)) return bufferOf.get(inputs[0]!);
    if (!IN_PLACE.has(op)) return undefined;
    const form = formOfValue(output);
    for (const input of inputs) {
      const buffer = bufferOf.get(input);
      if (buffer && readsOf.get(buffer) === 1 && formOfValue(input) === form) return buffer;
    }
    return undefined;
  };

  for (const [at, node] of order.entries()) {
    const { op, inputs } = node;
    for (const output of node.outputs) {
      if (outputs.has(output)) continue;
      const shared = inherited(node, output) ?? free.get(formOfValue(output))?.pop();
      const buffer = shared ?? { bytes: aligned(bytesOf(output)), begin: at, end: at };
      if (!shared) buffers.push(buffer);
      place(output, buffer, at);
    }
    if (op === INLINED) buffers.push({ bytes: aligned(insideBytes(inputs[0]!)), begin: at, end: at });
    for (const input of inputs) {
      const buffer = bufferOf.get(input);
      if (!buffer) continue;
      buffer.end = at;
      const left = readsOf.get(buffer)! - 1;
      readsOf.set(buffer, left);
      if (left > 0) continue;
      const form = formOf.get(buffer)!;
      const waiting = free.get(form);
      if (waiting) waiting.push(buffer);
      else free.set(form, [buffer]);
    }
  }
  return buffers;
}

/** Each buffer gets the narrowest gap between those alive, or the end. */
function sizeOfBlock(buffers: readonly Buffer[], steps: number): number {
  const ending = Array.from({ length: steps }, (): Buffer[] => []);
  for (const buffer of buffers) ending[buffer.end]!.push(buffer);
  const placed: { readonly buffer: Buffer; readonly offset: number }[] = [];
  let size = 0;
  let at = 0;
  for (const buffer of buffers) {
    for (; at < buffer.begin; at++) {
      for (const ended of ending[at]!) {
        placed.splice(
          placed.findIndex((other) => other.buffer === ended),
          1,
        );
      }
    }
    let [position, offset, current, waste] = [placed.length, -1, 0, Number.POSITIVE_INFINITY];
    for (const [i, other] of [...placed, { offset: size, buffer: undefined }].entries()) {
      const gap = other.offset - current;
      if (gap >= buffer.bytes && gap - buffer.bytes < waste) {
        [position, offset, waste] = [i, current, gap - buffer.bytes];
      }
      current = Math.max(current, other.offset + (other.buffer?.bytes ?? 0));
    }
    if (offset < 0) {
      const last = placed.at(-1);
      offset = last ? last.offset + last.buffer.bytes : 0;
    }
    placed.splice(position, 0, { buffer, offset });
    size = Math.max(size, offset + buffer.bytes);
  }
  return size;
}

const BYTES: { readonly [T in DataType]: number } = {
  float32: 4,
  float16: 2,
  uint8: 1,
  int32: 4,
  int64: 8,
  bool: 1,
};

const ALIGNMENT = 256;

const aligned = (bytes: number): number => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;

/**
 * Of the graph of another file the shapes inside are not known: what the hungriest of usual networks need, VGG's two maps of 64
 * channels in the size of the images.
 */
const insideBytes = ({ shape }: Value): number => {
  const [batch, ...image] = shape as [number, ...number[]];
  const pixels = sizeOf(image) / Math.min(...image);
  return batch * pixels * 2 * 64 * BYTES.float32;
};

const bytesOf = ({ dtype, shape }: Value): number => sizeOf(shape) * BYTES[dtype];

const formOfValue = ({ dtype, shape }: Value): string => `${BYTES[dtype]}:${shape.join(",")}`;
