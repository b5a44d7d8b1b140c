import { type BinaryWriter, WireType } from "@bufbuild/protobuf/wire";

/** Writes a protobuf message as the field of another. */
export function message(writer: BinaryWriter, field: number, write: (inner: BinaryWriter) => void): void {
  writer.tag(field, WireType.LengthDelimited).fork();
  write(writer);
  writer.join();
}
