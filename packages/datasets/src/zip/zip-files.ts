import { crc32, inflateRaw } from "#zip-file";
import type { ImageFiles } from "../folder/image-files.js";
import type { RandomAccess } from "./random-access.js";
import { readZipIndex, type ZipEntry, type ZipScanOptions } from "./zip-index.js";

/** The image files in a zip archive. The list is read now, each file when it is asked for. */
export async function openZipFiles(file: RandomAccess, options: ZipScanOptions): Promise<ImageFiles> {
  const { paths, folders, leftOut, entries } = await readZipIndex(file, options);
  return {
    location: file.location,
    paths,
    folders,
    leftOut,
    read: (position) => readEntry(file, entries[position]!),
    unpackedBytes: (position) => entries[position]!.bytes,
    async *stamps() {
      for (const { bytes, crc32 } of entries) yield `${bytes} ${crc32}`;
    },
  };
}

const LOCAL_HEADER_BYTES = 30;
const LOCAL_HEADER_SIGNATURE = 0x04034b50;

/** @throws Error, in a few words, when the archive has no such file there, or another one than its list says */
async function readEntry(file: RandomAccess, entry: ZipEntry): Promise<Uint8Array> {
  const header = await exactly(file, entry.offset, LOCAL_HEADER_BYTES);
  const view = new DataView(header.buffer, header.byteOffset);
  if (view.getUint32(0, true) !== LOCAL_HEADER_SIGNATURE) throw new Error("the archive is damaged");
  // The names and extra fields of the two lists may differ in length.
  const start = entry.offset + LOCAL_HEADER_BYTES + view.getUint16(26, true) + view.getUint16(28, true);
  const packed = await exactly(file, start, entry.packedBytes);
  const bytes = entry.deflated ? await inflateRaw(packed, entry.bytes) : packed;
  if (bytes.length !== entry.bytes || crc32(bytes) !== entry.crc32) {
    throw new Error("the archive is damaged: the checksum differs");
  }
  return bytes;
}

async function exactly(file: RandomAccess, offset: number, length: number): Promise<Uint8Array> {
  const bytes = await file.read(offset, length);
  if (bytes.length === length) return bytes;
  throw new Error("the archive ends before its data");
}
