import { type BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import type { Field } from "./fields.js";

/** As it was read. */
export function writeField(writer: BinaryWriter, { number, wireType, value }: Field): void {
  writer.tag(number, wireType);
  if (typeof value === "bigint") writer.int64(value);
  else if (wireType === WireType.LengthDelimited) writer.bytes(value);
  else writer.raw(value);
}

export const writeText = (writer: BinaryWriter, field: number, text: string): void => {
  writer.tag(field, WireType.LengthDelimited).string(text);
};
