import { BinaryReader } from "@bufbuild/protobuf/wire";
import type { Folder } from "../src/saving/folder.js";

export interface ReadScalar {
  readonly tag: string;
  readonly step: number;
  readonly value: number;
}

/** The scalars in all event files of a folder, in the order in which TensorBoard reads them. */
export async function readScalars(folder: Folder, directory: string): Promise<ReadScalar[]> {
  const names = [...(await folder.list(directory))].filter((name) => name.includes("tfevents")).sort();
  const scalars: ReadScalar[] = [];
  for (const name of names) {
    for (const record of recordsOf((await folder.read(`${directory}/${name}`))!)) {
      const event = fieldsOf(record);
      const summary = event.get(5);
      if (!(summary instanceof Uint8Array)) continue;
      const value = fieldsOf(fieldsOf(summary).get(1) as Uint8Array);
      const numbers = fieldsOf(value.get(8) as Uint8Array).get(5);
      if (!(numbers instanceof Uint8Array)) continue;
      scalars.push({
        tag: new TextDecoder().decode(value.get(1) as Uint8Array),
        step: Number(event.get(2) ?? 0),
        value: new DataView(numbers.buffer, numbers.byteOffset).getFloat32(0, true),
      });
    }
  }
  return scalars;
}

function* recordsOf(file: Uint8Array): Generator<Uint8Array> {
  const view = new DataView(file.buffer, file.byteOffset);
  for (let start = 0; start < file.length; ) {
    const length = Number(view.getBigUint64(start, true));
    yield file.subarray(start + 12, start + 12 + length);
    start += length + 16;
  }
}

/** The last value of each field: varints as numbers, everything else as bytes. */
function fieldsOf(message: Uint8Array): Map<number, number | Uint8Array> {
  const reader = new BinaryReader(message);
  const fields = new Map<number, number | Uint8Array>();
  while (reader.pos < reader.len) {
    const [field, type] = reader.tag();
    if (type === 0) fields.set(field, Number(reader.int64()));
    else if (type === 2) fields.set(field, reader.bytes());
    else fields.set(field, reader.skip(type));
  }
  return fields;
}
