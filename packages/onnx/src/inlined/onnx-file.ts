/** Reads an ONNX file as far as choosing a part of its graph needs it; field numbers are those of onnx.proto3. */
import { OnnxFileError } from "./errors.js";
import { bytesIn, type Field, fieldsOf, integerIn, integersIn, textIn, textsIn } from "./fields.js";

export interface OnnxTensor {
  readonly name: string;
  readonly shape: readonly number[];
  /** As ONNX numbers types: 1 is float32, 7 int64. */
  readonly type: number;
  /** The TensorProto's. */
  readonly fields: readonly Field[];
  /** Where its numbers are, if that is another file. */
  readonly external: ExternalData | undefined;
}

export interface ExternalData {
  /** The file's name. */
  readonly location: string;
  readonly offset: number;
  readonly length: number | undefined;
}

export interface OnnxNode {
  readonly op: string;
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** By name: the fields of each AttributeProto. */
  readonly attributes: ReadonlyMap<string, readonly Field[]>;
  /** The NodeProto's. */
  readonly fields: readonly Field[];
}

/** An input or output of the graph; extents that are free are undefined, and so is a shape that is not said. */
export interface OnnxValue {
  readonly name: string;
  readonly type: number | undefined;
  readonly shape: readonly (number | undefined)[] | undefined;
}

export interface OnnxFile {
  readonly irVersion: number;
  /** Versions of the operators by domain; ONNX's own is "". */
  readonly opsets: ReadonlyMap<string, number>;
  readonly metadata: ReadonlyMap<string, string>;
  /** In an order of computation, as ONNX demands. */
  readonly nodes: readonly OnnxNode[];
  readonly tensors: ReadonlyMap<string, OnnxTensor>;
  /** Without those that are tensors of the file. */
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  /** By the names of their outputs. */
  readonly producers: ReadonlyMap<string, OnnxNode>;
  /** Operators that the file defines itself. */
  readonly functions: ReadonlySet<string>;
}

/** @throws OnnxFileError for bytes that are no ONNX model */
export function readOnnxFile(bytes: Uint8Array): OnnxFile {
  const file = fileOf(fieldsOf(bytes));
  const problems = problemsOf(file);
  if (problems.length > 0) throw new OnnxFileError(problems);
  return file;
}

function fileOf(model: readonly Field[]): OnnxFile {
  const graph = fieldsOf(bytesIn(model, 7).at(-1) ?? new Uint8Array());
  const tensors = new Map(
    bytesIn(graph, 5)
      .map(tensorOf)
      .map((tensor) => [tensor.name, tensor]),
  );
  const nodes = bytesIn(graph, 1).map(nodeOf);
  const values = (number: number) => bytesIn(graph, number).map(valueInfoOf);
  return {
    irVersion: integerIn(model, 1) ?? 0,
    opsets: new Map(
      bytesIn(model, 8)
        .map(fieldsOf)
        .map((opset) => [domainOf(textIn(opset, 1)), integerIn(opset, 2) ?? 0]),
    ),
    metadata: new Map(
      bytesIn(model, 14)
        .map(fieldsOf)
        .map((entry) => [textIn(entry, 1), textIn(entry, 2)]),
    ),
    nodes,
    producers: new Map(nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const))),
    tensors,
    inputs: values(11).filter(({ name }) => !tensors.has(name)),
    outputs: values(12),
    functions: new Set(bytesIn(model, 25).map((own) => textIn(fieldsOf(own), 1))),
  };
}

const domainOf = (name: string): string => (name === "ai.onnx" ? "" : name);

function nodeOf(bytes: Uint8Array): OnnxNode {
  const fields = fieldsOf(bytes);
  return {
    op: textIn(fields, 4),
    name: textIn(fields, 3),
    inputs: textsIn(fields, 1),
    outputs: textsIn(fields, 2),
    attributes: new Map(
      bytesIn(fields, 5)
        .map(fieldsOf)
        .map((attribute) => [textIn(attribute, 1), attribute]),
    ),
    fields,
  };
}

/** Of a TensorProto. */
export function tensorOf(bytes: Uint8Array): OnnxTensor {
  const fields = fieldsOf(bytes);
  return {
    name: textIn(fields, 8),
    shape: integersIn(fields, 1),
    type: integerIn(fields, 2) ?? 0,
    fields,
    external: integerIn(fields, 14) === 1 ? externalOf(fields) : undefined,
  };
}

function externalOf(fields: readonly Field[]): ExternalData {
  const entries = new Map(
    bytesIn(fields, 13)
      .map(fieldsOf)
      .map((entry) => [textIn(entry, 1), textIn(entry, 2)]),
  );
  const length = entries.get("length");
  return {
    location: entries.get("location") ?? "",
    offset: Number(entries.get("offset") ?? 0),
    length: length === undefined ? undefined : Number(length),
  };
}

function valueInfoOf(bytes: Uint8Array): OnnxValue {
  const fields = fieldsOf(bytes);
  const inside = (of: readonly Field[], number: number) => {
    const found = bytesIn(of, number).at(-1);
    return found && fieldsOf(found);
  };
  const tensor = inside(inside(fields, 2) ?? [], 1);
  const shape = tensor && inside(tensor, 2);
  return {
    name: textIn(fields, 1),
    type: tensor && integerIn(tensor, 1),
    shape: shape && bytesIn(shape, 1).map(extentOf),
  };
}

/** Some write 0 or −1 for an extent that is free. */
function extentOf(bytes: Uint8Array): number | undefined {
  const extent = integerIn(fieldsOf(bytes), 1) ?? 0;
  return extent > 0 ? extent : undefined;
}

function problemsOf({ nodes, opsets, irVersion }: OnnxFile): string[] {
  const versions = [irVersion, ...opsets.values()];
  if (!versions.every((version) => Number.isSafeInteger(version) && version >= 0))
    return [`expected versions of the format and its operators, found ${versions.join(", ")}`];
  if (nodes.length === 0)
    return ["expected a graph with nodes, found none: it is no ONNX model, or an empty one"];
  return opsets.has("") ? [] : ["expected the version of ONNX's operators (opset_import), found none"];
}
