import { DatasetFormatError } from "../errors.js";
import type { ObtainedFile } from "../files/obtain.js";
import {
  type CifarRecords,
  countCifarRecords,
  createCifarRecords,
  readCifarFile,
} from "../formats/cifar-binary.js";
import type { ArchiveLimits } from "../formats/limits.js";
import { type ArchiveEntry, readTarGz } from "../formats/tar-gz.js";
import type { DatasetPart } from "./source.js";

/** What the archive of a CIFAR data set holds of one part. */
export interface ArchivedPart {
  readonly part: DatasetPart;
  /** Its files, in order, all of one size. */
  readonly names: readonly string[];
  /** Images that the published files have; none may have more. */
  readonly mostImages: number;
}

/**
 * The records of the parts, read in one pass straight into their arrays.
 *
 * @throws DatasetFormatError when the archive is damaged or hostile, or lacks a file
 */
export async function readCifarArchive(
  archive: ObtainedFile,
  parts: readonly ArchivedPart[],
  labelBytes: number,
  limits?: ArchiveLimits,
): Promise<Partial<Record<DatasetPart, CifarRecords>>> {
  const records: Partial<Record<DatasetPart, CifarRecords>> = {};
  const missing = new Set(parts.flatMap(({ names }) => names));
  for await (const entry of readTarGz(archive.chunks(), archive.name, limits)) {
    const part = parts.find(({ names }) => names.includes(entry.name));
    if (part === undefined) continue;
    if (!missing.delete(entry.name)) {
      throw new DatasetFormatError(archive.name, [`expected one ${entry.name}, received two`], REFETCH);
    }
    const count = recordsOf(entry, part, labelBytes);
    records[part.part] ??= createCifarRecords(count * part.names.length, labelBytes);
    const target = records[part.part]!;
    if (target.labels[0]!.length !== count * part.names.length) {
      const problem = `expected files of one size, ${entry.path} has another`;
      throw new DatasetFormatError(archive.name, [problem], REFETCH);
    }
    await readCifarFile(entry, target, count * part.names.indexOf(entry.name));
  }
  if (missing.size === 0) return records;
  const lacking = [...missing].join(", ");
  throw new DatasetFormatError(archive.name, [`expected ${lacking} in it, it lacks that`], REFETCH);
}

const REFETCH = { advice: "Fetch the archive again." };

/** An entry may claim any size, and its records are made room for before they come. */
function recordsOf(entry: ArchiveEntry, { names, mostImages }: ArchivedPart, labelBytes: number): number {
  const [count] = countCifarRecords([{ name: entry.path, size: entry.size }], labelBytes) as [number];
  const most = mostImages / names.length;
  if (count <= most) return count;
  throw new DatasetFormatError(entry.path, [`expected at most ${most} images, received ${count}`], REFETCH);
}
