/** Writes a base's computation into the graph of another model, under names of its own. */
import { type BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { message } from "../message.js";
import type { OnnxNode, OnnxTensor } from "./onnx-file.js";
import type { StoredBase } from "./stored-base.js";
import { writeField, writeText } from "./write-field.js";

/** The names of what goes in and comes out. */
export interface Joints {
  /** Before each of the base's own names. */
  readonly prefix: string;
  readonly image: string;
  readonly weights: readonly string[];
  readonly output: string;
}

/** The nodes and tensors of a GraphProto. */
export function writeInlined(writer: BinaryWriter, base: StoredBase, joints: Joints): void {
  const outside = new Map([
    ["", ""],
    [base.image.name, joints.image],
    [base.output, joints.output],
    ...base.weights.map((name, i) => [name, joints.weights[i]!] as const),
  ]);
  const nameOf = (name: string) => outside.get(name) ?? `${joints.prefix}/${name}`;
  for (const node of base.file.nodes) message(writer, 1, (inner) => writeNode(inner, node, nameOf));
  for (const tensor of base.file.tensors.values()) {
    message(writer, 5, (inner) => writeTensor(inner, tensor, nameOf));
  }
}

type NameOf = (name: string) => string;

function writeNode(writer: BinaryWriter, { fields, inputs, outputs, name }: OnnxNode, nameOf: NameOf): void {
  for (const input of inputs) writeText(writer, 1, nameOf(input));
  for (const output of outputs) writeText(writer, 2, nameOf(output));
  writeText(writer, 3, nameOf(name || outputs[0]!));
  for (const field of fields) if (field.number > 3) writeField(writer, field);
}

const NAME = 8;

function writeTensor(writer: BinaryWriter, { fields, name }: OnnxTensor, nameOf: NameOf): void {
  for (const field of fields) if (field.number !== NAME) writeField(writer, field);
  writer.tag(NAME, WireType.LengthDelimited).string(nameOf(name));
}
