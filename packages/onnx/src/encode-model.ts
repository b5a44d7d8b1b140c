import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import type { Attribute, Constant, Graph, GraphNode, Shape, Value } from "./graph/graph.js";
import { ONNX_TYPE } from "./graph/ops/elementwise.js";
import { INLINED } from "./graph/ops/inlined.js";
import { verifyGraph } from "./graph/verify.js";
import { readStoredBase, type StoredBase } from "./inlined/stored-base.js";
import { writeInlined } from "./inlined/write-inlined.js";
import { message } from "./message.js";

/*
 * ONNX's protobuf schema (onnx.proto3), reduced to the messages and fields that these graphs use.
 * Field numbers are the specification's.
 */
export interface EncodeOptions {
  /** Version of ONNX's operators. */
  readonly opset: number;
  /** An extent that stands for any number of images, written as "batch". */
  readonly batchSymbol?: number;
  readonly metadata?: Readonly<Record<string, string>>;
}

/** The opset of the graphs that this project runs itself. */
const OPSET = 18;

/** The version of the file format with which an opset came. */
const irVersionOf = (opset: number): number => {
  if (opset < 19) return 8;
  return opset < 21 ? 9 : 10;
};

/**
 * A graph as bytes of an ONNX ModelProto. Where the graph of another file is a part of it, that one says the versions of
 * operators. Throws InvalidGraphError when the graph breaks a rule.
 */
export function encodeModel(
  graph: Graph,
  { opset, batchSymbol, metadata = {} }: EncodeOptions = { opset: OPSET },
): Uint8Array<ArrayBuffer> {
  verifyGraph(graph);
  const inlined = inlinedIn(graph);
  const files = [...inlined.values()].map(({ file }) => file);
  const domains = new Map([
    ...graph.nodes.map(({ op }) => [operatorOf(op).domain, 1] as const),
    ["", opset] as const,
    ...files.flatMap(({ opsets }) => [...opsets]),
  ]);
  const writer = new BinaryWriter();
  const irVersions = [irVersionOf(opset), ...files.map(({ irVersion }) => irVersion)];
  writer.tag(1, WireType.Varint).int64(Math.max(...irVersions));
  writer.tag(2, WireType.LengthDelimited).string("imgcls");
  message(writer, 7, (inner) => writeGraph(inner, graph, batchSymbol, inlined));
  for (const [domain, version] of domains) {
    message(writer, 8, (inner) => {
      inner.tag(1, WireType.LengthDelimited).string(domain);
      inner.tag(2, WireType.Varint).int64(version);
    });
  }
  for (const [key, value] of Object.entries(metadata)) {
    message(writer, 14, (inner) => {
      inner.tag(1, WireType.LengthDelimited).string(key);
      inner.tag(2, WireType.LengthDelimited).string(value);
    });
  }
  return writer.finish();
}

type Inlined = ReadonlyMap<GraphNode, StoredBase>;

const inlinedIn = ({ nodes }: Graph): Inlined =>
  new Map(
    nodes
      .filter(({ op }) => op === INLINED)
      .map((node) => [node, readStoredBase((node.attributes.graph as { string: string }).string)]),
  );

function writeGraph(
  writer: BinaryWriter,
  graph: Graph,
  batchSymbol: number | undefined,
  inlined: Inlined,
): void {
  const publicName = new Map(graph.outputs.map((output) => [output.value, output.name]));
  const nameOf = (value: Value) => publicName.get(value) ?? value.name;
  for (const node of graph.nodes) {
    const base = inlined.get(node);
    if (base === undefined) message(writer, 1, (inner) => writeNode(inner, node, nameOf));
    else {
      const [image, ...weights] = node.inputs.map(nameOf) as [string, ...string[]];
      const output = nameOf(node.outputs[0]!);
      writeInlined(writer, base, { prefix: `${node.scope}/file`, image, weights, output });
    }
  }
  writer.tag(2, WireType.LengthDelimited).string("imgcls");
  for (const constant of graph.constants) message(writer, 5, (inner) => writeTensor(inner, constant));
  const writeInfo = (field: number, name: string, value: Value) =>
    message(writer, field, (inner) => writeValueInfo(inner, name, value, batchSymbol));
  for (const input of graph.inputs) writeInfo(11, input.name, input);
  for (const { name, value } of graph.outputs) writeInfo(12, name, value);
}

function writeNode(writer: BinaryWriter, node: GraphNode, nameOf: (value: Value) => string): void {
  for (const input of node.inputs) writer.tag(1, WireType.LengthDelimited).string(nameOf(input));
  for (const output of node.outputs) writer.tag(2, WireType.LengthDelimited).string(nameOf(output));
  writer.tag(3, WireType.LengthDelimited).string(`${node.scope}/${node.outputs[0]?.name}`);
  const { domain, name } = operatorOf(node.op);
  writer.tag(4, WireType.LengthDelimited).string(name);
  for (const [key, attribute] of Object.entries(node.attributes)) {
    message(writer, 5, (inner) => writeAttribute(inner, key, attribute));
  }
  if (domain !== "") writer.tag(7, WireType.LengthDelimited).string(domain);
}

/** `DOMAIN:OPERATOR`, or an operator of ONNX's own domain, whose name is empty. */
function operatorOf(op: string): { domain: string; name: string } {
  const colon = op.lastIndexOf(":");
  return { domain: op.slice(0, Math.max(colon, 0)), name: op.slice(colon + 1) };
}

function writeAttribute(writer: BinaryWriter, name: string, attribute: Attribute): void {
  writer.tag(1, WireType.LengthDelimited).string(name);
  const type = (value: number) => writer.tag(20, WireType.Varint).int32(value);
  if ("float" in attribute) {
    writer.tag(2, WireType.Bit32).float(attribute.float);
    type(1);
  } else if ("int" in attribute) {
    writer.tag(3, WireType.Varint).int64(attribute.int);
    type(2);
  } else if ("string" in attribute) {
    writer.tag(4, WireType.LengthDelimited).string(attribute.string);
    type(3);
  } else if ("floats" in attribute) {
    for (const value of attribute.floats) writer.tag(7, WireType.Bit32).float(value);
    type(6);
  } else {
    for (const value of attribute.ints) writer.tag(8, WireType.Varint).int64(value);
    type(7);
  }
}

function writeTensor(writer: BinaryWriter, { value, data }: Constant): void {
  for (const extent of value.shape) writer.tag(1, WireType.Varint).int64(extent);
  writer.tag(2, WireType.Varint).int32(ONNX_TYPE[value.dtype]);
  writer.tag(8, WireType.LengthDelimited).string(value.name);
  // raw_data is little-endian, as is every platform that JavaScript engines run on today.
  writer
    .tag(9, WireType.LengthDelimited)
    .bytes(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
}

function writeValueInfo(
  writer: BinaryWriter,
  name: string,
  { dtype, shape }: Value,
  batchSymbol: number | undefined,
): void {
  writer.tag(1, WireType.LengthDelimited).string(name);
  message(writer, 2, (type) =>
    message(type, 1, (tensor) => {
      tensor.tag(1, WireType.Varint).int32(ONNX_TYPE[dtype]);
      message(tensor, 2, (shapeWriter) => writeShape(shapeWriter, shape, batchSymbol));
    }),
  );
}

function writeShape(writer: BinaryWriter, shape: Shape, batchSymbol: number | undefined): void {
  for (const extent of shape) {
    message(writer, 1, (dimension) => {
      if (extent === batchSymbol) dimension.tag(2, WireType.LengthDelimited).string("batch");
      else dimension.tag(1, WireType.Varint).int64(extent);
    });
  }
}
