import type { Entry, Reader } from "@zip.js/zip.js";
import { DatasetFormatError } from "../errors.js";
import { byCodeUnits, isSystemName, type ScanOptions } from "../folder/image-files.js";
import { byFrequency, countExtension, type LeftOut } from "../folder/left-out.js";
import { type ArchiveLimits, mostInflatedBytes } from "../formats/limits.js";
import { hasImageName } from "../images/image-format.js";
import type { RandomAccess } from "./random-access.js";

export interface ZipScanOptions extends ScanOptions {
  readonly limits: ArchiveLimits;
}

/** Where the image files of an archive are, a few numbers each: a million of them must fit into memory. */
export interface ZipIndex {
  /** Sorted by code units. */
  readonly paths: readonly string[];
  readonly folders: readonly string[];
  readonly leftOut: LeftOut["leftOut"];
  /** In the order of `paths`. */
  readonly entries: readonly ZipEntry[];
}

export interface ZipEntry {
  /** Of its local header. */
  readonly offset: number;
  readonly packedBytes: number;
  readonly bytes: number;
  readonly deflated: boolean;
  readonly crc32: number;
}

const STORED = 0;
const DEFLATED = 8;
const PROBLEMS_NAMED = 10;

/**
 * The list at the end of a zip archive, every entry of it checked: its name stays inside, it is no link, not
 * encrypted, packed in a way that is read, and claims no more than the limits allow.
 *
 * @throws DatasetFormatError when it is no zip archive, is damaged, or has such entries
 */
export async function readZipIndex(file: RandomAccess, options: ZipScanOptions): Promise<ZipIndex> {
  const { signal, limits } = options;
  const problems: string[] = [];
  const found = new Map<string, ZipEntry>();
  const folders = new Set<string>();
  const others = new Map<string, number>();
  let count = 0;
  for await (const { entry, name } of namedEntries(file, limits)) {
    signal?.throwIfAborted();
    if (++count > limits.maxEntries) {
      problems.push(`expected at most ${limits.maxEntries} entries, received more (limits.maxEntries)`);
      break;
    }
    const path = normalPath(name);
    const problem = placeProblem(entry, name) ?? (found.has(path) ? "is there twice" : undefined);
    if (problem !== undefined) problems.push(`${name} ${problem}`);
    else if (path === "" || path.split("/").some(isSystemName)) continue;
    else if (entry.directory) folders.add(path);
    else if (hasImageName(path, options.svg)) {
      const contentProblem = packingProblem(entry, limits);
      if (contentProblem !== undefined) problems.push(`${path} ${contentProblem}`);
      found.set(path, zipEntry(entry));
    } else countExtension(others, path);
  }
  refuse(file.location, problems);
  const paths = [...found.keys()].sort(byCodeUnits);
  return {
    paths,
    folders: [...folders],
    leftOut: byFrequency(others),
    entries: paths.map((path) => found.get(path)!),
  };
}

/** Entries that do not say how their names are encoded come last, when all of these names are known. */
async function* namedEntries(
  file: RandomAccess,
  { maxEntries }: ArchiveLimits,
): AsyncGenerator<{ entry: Entry; name: string }> {
  const unclear: Entry[] = [];
  for await (const entry of listEntries(file)) {
    if (isClear(entry)) yield { entry, name: entry.filename };
    else if (unclear.push(entry) > maxEntries) break;
  }
  if (unclear.length === 0) return;
  const { guessNames } = await import("./entry-names.js");
  const decode = guessNames(unclear.map(({ rawFilename }) => rawFilename));
  for (const entry of unclear) yield { entry, name: decode(entry.rawFilename) };
}

/** Whether a name is in UTF-8 by a flag, beside one in UTF-8, or in ASCII. */
const isClear = ({ bitFlag, extraFieldUnicodePath, rawFilename }: Entry): boolean =>
  bitFlag?.languageEncodingFlag === true ||
  extraFieldUnicodePath?.valid === true ||
  rawFilename.every((byte) => byte < 0x80);

async function* listEntries(file: RandomAccess): AsyncGenerator<Entry> {
  // Loaded when the first archive is: most programs never need it.
  const { ZipReader } = await import("@zip.js/zip.js/lib/zip-core-reader.js");
  const reader: Pick<Reader<unknown>, "size" | "readUint8Array"> = {
    size: file.size,
    readUint8Array: (offset, length) => file.read(offset, Math.max(0, Math.min(length, file.size - offset))),
  };
  try {
    // Names are checked here, so that all the bad ones are reported.
    yield* new ZipReader(reader as Reader<unknown>).getEntriesGenerator({ filenameValidation: "tolerant" });
  } catch (cause) {
    throw damaged(file.location, cause);
  }
}

const damaged = (location: string, cause: unknown): DatasetFormatError =>
  new DatasetFormatError(
    location,
    [
      `expected a zip archive, received what is none or is damaged (${cause instanceof Error ? cause.message : cause})`,
    ],
    { cause, advice: "Make or fetch the archive again." },
  );

/** With "/" between folders: some programs for Windows write "\\". */
const normalPath = (name: string): string =>
  name
    .split(/[/\\]/)
    .filter((part) => part !== "" && part !== ".")
    .join("/");

function placeProblem({ symlink }: Entry, name: string): string | undefined {
  if (/^([/\\]|[a-z]:)/i.test(name)) return "is an absolute path";
  if (name.split(/[/\\]/).includes("..")) return "leads out of the archive";
  if (symlink) return "is a link";
  return name.includes("\0") ? "has a NUL in its name" : undefined;
}

function packingProblem(
  { encrypted, compressionMethod, compressedSize, uncompressedSize }: Entry,
  limits: ArchiveLimits,
): string | undefined {
  if (encrypted) return "is encrypted";
  if (compressionMethod !== STORED && compressionMethod !== DEFLATED) {
    return `is packed by method ${compressionMethod}; deflate it`;
  }
  if (uncompressedSize > limits.maxFileBytes) {
    return `claims ${uncompressedSize} bytes, more than limits.maxFileBytes, ${limits.maxFileBytes}`;
  }
  return uncompressedSize > mostInflatedBytes(compressedSize, limits)
    ? `claims ${uncompressedSize} bytes from ${compressedSize}, more than limits.maxRatio, ${limits.maxRatio}`
    : undefined;
}

const zipEntry = ({
  offset,
  compressedSize,
  uncompressedSize,
  compressionMethod,
  signature,
}: Entry): ZipEntry => ({
  offset,
  packedBytes: compressedSize,
  bytes: uncompressedSize,
  deflated: compressionMethod === DEFLATED,
  crc32: signature ?? 0,
});

function refuse(location: string, problems: readonly string[]): void {
  if (problems.length === 0) return;
  const more = problems.length - PROBLEMS_NAMED;
  const named = problems.slice(0, PROBLEMS_NAMED);
  throw new DatasetFormatError(
    location,
    more > 0 ? [...named, `and ${more} more entries like these`] : named,
    {
      advice: "Pack the folder again, without what is named here, or raise the limits.",
    },
  );
}
