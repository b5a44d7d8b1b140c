import { createTarDecoder, type ParsedTarEntry } from "modern-tar";
import { DatasetFormatError } from "../errors.js";
import { chunksOf, streamOf } from "../streams.js";
import { gzipError, inflateChunks } from "./gzip.js";
import { type ArchiveLimits, DEFAULT_LIMITS } from "./limits.js";

/** A file in an archive. */
export interface ArchiveEntry {
  /** With its folders, inside the archive. */
  readonly path: string;
  /** Without them. */
  readonly name: string;
  readonly size: number;
  /** Its bytes; an entry whose bytes are not asked for is passed over. */
  chunks(): AsyncIterable<Uint8Array>;
}

/**
 * The files of a `.tar.gz` in their order, read in one pass with a few hundred kilobytes of memory.
 * Each must be read before the next one is asked for.
 *
 * @param file its name, for messages
 * @throws DatasetFormatError when the archive is damaged, has an entry that points out of it, or exceeds the limits
 */
export async function* readTarGz(
  packed: AsyncIterable<Uint8Array>,
  file: string,
  limits: ArchiveLimits = DEFAULT_LIMITS,
): AsyncGenerator<ArchiveEntry> {
  const tar = streamOf(inflateChunks(packed, file, limits));
  const entries = tar.pipeThrough(createTarDecoder({ strict: true })).getReader();
  let count = 0;
  try {
    for (let next = await entries.read(); !next.done; next = await entries.read()) {
      const entry = next.value;
      const problem = problemOf(entry, ++count, limits);
      if (problem !== undefined) throw new DatasetFormatError(file, [problem], { advice: UNTRUSTED });
      let asked = false;
      if (entry.header.type === "file") {
        yield {
          path: entry.header.name,
          name: baseName(entry.header.name),
          size: entry.header.size,
          chunks() {
            asked = true;
            return damageNamed(chunksOf(entry.body), file);
          },
        };
      }
      // Not cancelled: modern-tar 0.8.6 then drops the body of the next entry when it has read that far.
      if (!asked) for await (const _ of chunksOf(entry.body));
    }
  } catch (cause) {
    throw gzipError(file, cause);
  } finally {
    await entries.cancel().catch(() => {});
  }
}

const UNTRUSTED = "Fetch the archive again, from a source that you trust.";

function problemOf(
  { header: { name, size, type, linkname } }: ParsedTarEntry,
  count: number,
  { maxEntries, maxFileBytes }: ArchiveLimits,
): string | undefined {
  if (count > maxEntries) return `expected at most ${maxEntries} entries, received more`;
  if (size > maxFileBytes) return `expected files of at most ${maxFileBytes} bytes, "${name}" claims ${size}`;
  if (type !== "file" && type !== "directory") {
    const target = linkname ? ` to "${linkname}"` : "";
    return `expected files and folders, received "${name}", a ${type}${target}`;
  }
  if (leavesArchive(name)) return `expected paths inside the archive, received "${name}"`;
  return undefined;
}

/** Absolute, with a drive, or up and out; in the manner of any system. */
const leavesArchive = (path: string): boolean =>
  /^([/\\]|[a-z]:)/i.test(path) || path.split(/[/\\]/).includes("..") || path.includes("\0");

async function* damageNamed(chunks: AsyncIterable<Uint8Array>, file: string): AsyncGenerator<Uint8Array> {
  try {
    yield* chunks;
  } catch (cause) {
    throw gzipError(file, cause);
  }
}

const baseName = (path: string): string => path.slice(path.lastIndexOf("/") + 1);
