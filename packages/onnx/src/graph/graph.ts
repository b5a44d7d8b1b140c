import type { DataType } from "../types.js";

export type Shape = readonly number[];

/** An attribute of a node, typed as ONNX types it. */
export type Attribute =
  | { readonly int: number }
  | { readonly float: number }
  | { readonly floats: readonly number[] }
  | { readonly ints: readonly number[] }
  | { readonly string: string };

/** A Uint16Array holds the bits of float16 numbers. */
export type ConstantData = Float32Array | Uint16Array | Uint8Array | Int32Array | BigInt64Array;

/** One tensor of a graph. It knows its graph, so operators need no other argument: `add(matMul(x, w), b)`. */
export interface Value {
  readonly graph: Graph;
  readonly name: string;
  readonly dtype: DataType;
  readonly shape: Shape;
}

export interface GraphNode {
  /** An operator of another domain than ONNX's own is written `DOMAIN:OPERATOR`. */
  readonly op: string;
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  readonly attributes: Readonly<Record<string, Attribute>>;
  /** Which part of the model the node belongs to, for error messages and the printer. */
  readonly scope: string;
}

export interface Constant {
  readonly value: Value;
  readonly data: ConstantData;
}

export interface GraphOutput {
  readonly name: string;
  readonly value: Value;
}

/** A graph under construction. Operators in `ops/` append to it; nothing is ever rewired. */
export class Graph {
  readonly inputs: Value[] = [];
  readonly outputs: GraphOutput[] = [];
  constants: Constant[] = [];
  nodes: GraphNode[] = [];
  private readonly constantByContent = new Map<string, Value>();
  private scope = "";
  private count = 0;

  input(name: string, dtype: DataType, shape: Shape): Value {
    const value: Value = { graph: this, name, dtype, shape };
    this.inputs.push(value);
    return value;
  }

  constant(data: ConstantData, shape: Shape): Value {
    const dtype = dataTypeOf(data);
    const key = data.length <= 64 ? `${dtype}:${shape.join(",")}:${data.join(",")}` : "";
    const known = this.constantByContent.get(key);
    if (known) return known;
    const value: Value = { graph: this, name: this.freshName("const"), dtype, shape };
    this.constants.push({ value, data });
    if (key !== "") this.constantByContent.set(key, value);
    return value;
  }

  /** Appends a node with one output of the given type. */
  emit(
    op: string,
    inputs: readonly Value[],
    result: { dtype: DataType; shape: Shape },
    attributes: Readonly<Record<string, Attribute>> = {},
  ): Value {
    const { dtype, shape } = result;
    const output: Value = {
      graph: this,
      name: this.freshName(op.slice(op.lastIndexOf(":") + 1).toLowerCase()),
      dtype,
      shape,
    };
    this.nodes.push({ op, inputs, outputs: [output], attributes, scope: this.scope });
    return output;
  }

  /** Makes a value an output. A graph input, a constant or a value that is an output already gets a copy. */
  output(name: string, value: Value): void {
    const isComputed = this.nodes.some((node) => node.outputs.includes(value));
    const isTaken = this.outputs.some((output) => output.value === value);
    const own = isComputed && !isTaken ? value : this.emit("Identity", [value], value);
    this.outputs.push({ name, value: own });
  }

  /** Removes the nodes and constants that no output needs. */
  prune(): void {
    const needed = new Set(this.outputs.map(({ value }) => value));
    for (const { inputs, outputs } of this.nodes.toReversed()) {
      if (outputs.some((output) => needed.has(output))) for (const input of inputs) needed.add(input);
    }
    const isNeeded = (value: Value) => needed.has(value);
    this.nodes = this.nodes.filter(({ outputs }) => outputs.some(isNeeded));
    this.constants = this.constants.filter(({ value }) => isNeeded(value));
  }

  /** Everything emitted by `build` is labelled as belonging to `scope`. */
  within<T>(scope: string, build: () => T): T {
    const outer = this.scope;
    this.scope = scope;
    try {
      return build();
    } finally {
      this.scope = outer;
    }
  }

  private freshName(prefix: string): string {
    this.count += 1;
    return `${prefix}_${this.count}`;
  }
}

function dataTypeOf(data: ConstantData): DataType {
  if (data instanceof Float32Array) return "float32";
  if (data instanceof Uint16Array) return "float16";
  if (data instanceof Uint8Array) return "uint8";
  if (data instanceof Int32Array) return "int32";
  return "int64";
}
