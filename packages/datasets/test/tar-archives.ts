// Archives for tests, on every platform.
import { gzipSync } from "fflate";
import { packTar, type TarEntry } from "modern-tar";
import { type ArchiveEntry, readTarGz } from "../src/formats/tar-gz.js";
import { joined } from "../src/streams.js";
import { chunksOf } from "./portable.js";

export const fileEntry = (name: string, ...bytes: number[]): TarEntry => ({
  header: { name, size: bytes.length },
  body: Uint8Array.from(bytes),
});

export const tarGz = async (entries: readonly TarEntry[]): Promise<Uint8Array> =>
  gzipSync(await packTar(entries));

/** `[path, ...bytes]` of every file of an archive. */
export async function contentsOf(
  archive: Uint8Array,
  ...limits: Parameters<typeof readTarGz> extends [unknown, unknown, ...infer Rest] ? Rest : never
): Promise<(string | number)[][]> {
  const contents: (string | number)[][] = [];
  for await (const entry of readTarGz(chunksOf(archive), "x.tar.gz", ...limits)) {
    contents.push([entry.path, ...(await bytesOf(entry))]);
  }
  return contents;
}

const bytesOf = (entry: ArchiveEntry): Promise<Uint8Array> => joined(entry.chunks());
