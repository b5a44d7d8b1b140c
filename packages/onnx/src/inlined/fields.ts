import { BinaryReader, WireType } from "@bufbuild/protobuf/wire";
import { OnnxFileError } from "./errors.js";

/** A field of a protobuf message as it is in the file: a number, or the bytes of a text, of a message or of a number of fixed size. */
export interface Field {
  readonly number: number;
  readonly wireType: WireType;
  readonly value: bigint | Uint8Array;
}

/**
 * The fields of one message. Nothing is copied, and messages inside are bytes until somebody asks for theirs: lengths that
 * lie end in an error, never in memory, and how deep messages are nested does not matter.
 *
 * @throws OnnxFileError for bytes that are no message
 */
export const fieldsOf = (bytes: Uint8Array): Field[] =>
  readAll(bytes, (reader) => {
    const [number, wireType] = reader.tag();
    return { number, wireType, value: wireValue(reader, bytes, wireType) };
  });

function readAll<Part>(bytes: Uint8Array, readOne: (reader: BinaryReader) => Part): Part[] {
  const reader = new BinaryReader(bytes);
  const parts: Part[] = [];
  try {
    while (reader.pos < reader.len) parts.push(readOne(reader));
  } catch (cause) {
    throw new OnnxFileError(
      [`expected a ModelProto, found something else or a damaged file (${(cause as Error).message})`],
      { cause },
    );
  }
  return parts;
}

function wireValue(reader: BinaryReader, bytes: Uint8Array, wireType: WireType): bigint | Uint8Array {
  switch (wireType) {
    case WireType.Varint:
      return BigInt(reader.int64());
    case WireType.LengthDelimited:
      return reader.bytes();
    case WireType.Bit32:
    case WireType.Bit64: {
      const end = reader.pos + (wireType === WireType.Bit32 ? 4 : 8);
      if (end > reader.len) throw new RangeError("premature end");
      const value = bytes.subarray(reader.pos, end);
      reader.pos = end;
      return value;
    }
    default:
      throw new Error("ONNX has no groups");
  }
}

/** All values of a repeated field of texts or messages. */
export const bytesIn = (fields: readonly Field[], number: number): Uint8Array[] =>
  fields.flatMap((field) =>
    field.number === number && field.value instanceof Uint8Array ? [field.value] : [],
  );

export const textsIn = (fields: readonly Field[], number: number): string[] =>
  bytesIn(fields, number).map((bytes) => new TextDecoder().decode(bytes));

export const textIn = (fields: readonly Field[], number: number): string =>
  textsIn(fields, number).at(-1) ?? "";

/** Of a repeated field of whole numbers, packed or not. */
export const integersIn = (fields: readonly Field[], number: number): number[] =>
  fields.flatMap(({ number: own, value }) => {
    if (own !== number) return [];
    return value instanceof Uint8Array ? readAll(value, (reader) => Number(reader.int64())) : [Number(value)];
  });

export const integerIn = (fields: readonly Field[], number: number): number | undefined =>
  integersIn(fields, number).at(-1);
