/** A part of an ONNX graph as bytes: a ModelProto whose inputs are the image and, without types, its weights. */
import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { message } from "../message.js";
import { constantIntegers } from "./constants.js";
import type { Field } from "./fields.js";
import { type ExternalFiles, rawDataOf } from "./float-values.js";
import { type ImageInput, requireImages } from "./image-input.js";
import { type OnnxFile, type OnnxNode, type OnnxTensor, readOnnxFile } from "./onnx-file.js";
import { writeField, writeText } from "./write-field.js";

export interface BasePart {
  readonly file: OnnxFile;
  readonly image: ImageInput;
  readonly nodes: readonly OnnxNode[];
  readonly output: string;
  readonly weights: readonly string[];
  /** Those that are no weights. */
  readonly tensors: readonly OnnxTensor[];
  readonly files: ExternalFiles;
}

export function storedBase({ file, image, nodes, output, weights, tensors, files }: BasePart): Uint8Array {
  const free = image.batch === 1 ? withFreeBatch(nodes, file, image.name) : { nodes, shapes: [] };
  const writer = new BinaryWriter();
  writer.tag(1, WireType.Varint).int64(file.irVersion);
  message(writer, 7, (graph) => {
    for (const node of free.nodes) message(graph, 1, (inner) => writeNode(inner, node));
    message(graph, 1, (inner) => writeCast(inner, output, `${output}/float32`));
    for (const tensor of tensors) message(graph, 5, (inner) => writeTensor(inner, tensor, files));
    for (const { name, values } of free.shapes) message(graph, 5, (inner) => writeShape(inner, name, values));
    message(graph, 11, (inner) => writeImage(inner, image));
    for (const name of weights) message(graph, 11, (inner) => writeText(inner, 1, name));
    message(graph, 12, (inner) => writeText(inner, 1, `${output}/float32`));
  });
  for (const [domain, version] of file.opsets) {
    message(writer, 8, (inner) => {
      writeText(inner, 1, domain);
      inner.tag(2, WireType.Varint).int64(version);
    });
  }
  return writer.finish();
}

export interface StoredBase {
  readonly file: OnnxFile;
  readonly image: ImageInput;
  /** Names of its weights. */
  readonly weights: readonly string[];
  readonly output: string;
}

/** @throws OnnxFileError for another text than `storedBase`'s bytes as hexadecimal digits */
export function readStoredBase(hex: string): StoredBase {
  const bytes = Uint8Array.from({ length: hex.length / 2 }, (_, i) =>
    Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16),
  );
  const file = readOnnxFile(bytes);
  const [image, ...weights] = file.inputs;
  return {
    file,
    image: requireImages(image ?? { name: "", type: undefined, shape: undefined }),
    weights: weights.map(({ name }) => name),
    output: file.outputs[0]?.name ?? "",
  };
}

/** Without what is only for people. */
function writeNode(writer: BinaryWriter, { fields, inputs }: OnnxNode): void {
  for (const name of inputs) writeText(writer, 1, name);
  for (const field of fields)
    if (![INPUT, NAME, DOC, METADATA].includes(field.number)) writeField(writer, field);
}

const INPUT = 1;
const NAME = 3;
const DOC = 6;
const METADATA = 9;

const FLOAT32 = 1;

/** Of files whose numbers are float16; what is float32 already costs nothing. */
function writeCast(writer: BinaryWriter, from: string, to: string): void {
  writeText(writer, 1, from);
  writeText(writer, 2, to);
  writeText(writer, 4, "Cast");
  message(writer, 5, (attribute) => {
    writeText(attribute, 1, "to");
    attribute.tag(3, WireType.Varint).int64(FLOAT32);
    attribute.tag(20, WireType.Varint).int32(2);
  });
}

function writeTensor(writer: BinaryWriter, tensor: OnnxTensor, files: ExternalFiles): void {
  const { fields, external } = tensor;
  const isPlace = ({ number }: Field) => number === 13 || number === 14;
  for (const field of fields) if (!isPlace(field)) writeField(writer, field);
  if (external) writer.tag(9, WireType.LengthDelimited).bytes(rawDataOf(tensor, files)!);
}

const INT64 = 7;

function writeShape(writer: BinaryWriter, name: string, values: readonly bigint[]): void {
  writer.tag(1, WireType.Varint).int64(values.length);
  writer.tag(2, WireType.Varint).int32(INT64);
  writeText(writer, 8, name);
  const raw = BigInt64Array.from(values);
  writer.tag(9, WireType.LengthDelimited).bytes(new Uint8Array(raw.buffer));
}

const TYPE_NUMBERS: Readonly<Record<ImageInput["dtype"], number>> = {
  float32: FLOAT32,
  uint8: 2,
  float16: 10,
};

function writeImage(
  writer: BinaryWriter,
  { name, dtype, layout, height, width, channels }: ImageInput,
): void {
  const shape =
    layout === "NCHW" ? [undefined, channels, height, width] : [undefined, height, width, channels];
  writeText(writer, 1, name);
  message(writer, 2, (type) =>
    message(type, 1, (tensor) => {
      tensor.tag(1, WireType.Varint).int32(TYPE_NUMBERS[dtype]);
      message(tensor, 2, (extents) => {
        for (const extent of shape) {
          message(extents, 1, (dimension) => {
            if (extent !== undefined) dimension.tag(1, WireType.Varint).int64(extent);
          });
        }
      });
    }),
  );
}

interface NewShape {
  readonly name: string;
  readonly values: readonly bigint[];
}

/**
 * Networks that were saved for one image have its 1 in the shapes of their reshapes, where a 0 says the same of one image and
 * of many: as many as the input has.
 */
function withFreeBatch(
  nodes: readonly OnnxNode[],
  file: OnnxFile,
  image: string,
): { nodes: readonly OnnxNode[]; shapes: readonly NewShape[] } {
  const ofImage = new Set([image]);
  const shapes: NewShape[] = [];
  const free = nodes.map((node): OnnxNode => {
    const { op, inputs, outputs } = node;
    if (!inputs.some((name) => ofImage.has(name))) return node;
    for (const name of outputs) ofImage.add(name);
    const values = op === "Reshape" ? constantIntegers(inputs[1] ?? "", file) : undefined;
    if (values?.[0] !== 1n || values.length < 2) return node;
    const name = `${inputs[1]}/any_batch/${shapes.length}`;
    shapes.push({ name, values: [0n, ...values.slice(1)] });
    return { ...node, inputs: [inputs[0]!, name] };
  });
  return { nodes: free, shapes };
}
