import { unpackTar } from "modern-tar";
import { gunzipStream } from "#gunzip";
import { DatasetFormatError } from "../errors.js";
import { gzipError } from "./gzip.js";

export interface ArchiveEntry {
  /** Without its folders. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * The named files of a `.tar.gz`, in the order of `names`, whatever folder they are in.
 *
 * @throws DatasetFormatError when the archive is damaged or lacks a file
 */
export async function readTarGz(
  archive: Uint8Array,
  names: readonly string[],
  file: string,
): Promise<ArchiveEntry[]> {
  const found = new Map<string, Uint8Array>();
  try {
    const entries = await unpackTar(gunzipStream(archive), {
      strict: true,
      filter: ({ name, type }) => type === "file" && names.includes(baseName(name)),
    });
    for (const { header, data } of entries) if (data) found.set(baseName(header.name), data);
  } catch (cause) {
    throw gzipError(file, cause);
  }
  const missing = names.filter((name) => !found.has(name));
  if (missing.length > 0) {
    throw new DatasetFormatError(
      file,
      [`expected ${names.join(", ")} in it, it lacks ${missing.join(", ")}`],
      {
        advice: "Fetch the archive again.",
      },
    );
  }
  return names.map((name) => ({ name, bytes: found.get(name)! }));
}

const baseName = (path: string): string => path.slice(path.lastIndexOf("/") + 1);
