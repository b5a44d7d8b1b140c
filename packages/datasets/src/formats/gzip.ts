import { gunzip, gunzipStream } from "#gunzip";
import { DatasetFormatError, DatasetStorageError } from "../errors.js";
import { type ArchiveLimits, DEFAULT_LIMITS, mostInflatedBytes } from "./limits.js";

/** Whether bytes start like a gzip file. Names do not tell: browsers unpack `.gz` files and keep the name. */
export const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/**
 * The bytes, inflated when they are gzip.
 *
 * @throws DatasetFormatError when the gzip data are damaged or truncated, or inflate to more than the limits allow
 */
export async function inflateIfGzip(
  bytes: Uint8Array,
  file: string,
  limits: ArchiveLimits = DEFAULT_LIMITS,
): Promise<Uint8Array> {
  if (!isGzip(bytes)) return bytes;
  const most = Math.min(limits.maxFileBytes, mostInflatedBytes(bytes.length, limits));
  try {
    return await gunzip(bytes, most);
  } catch (cause) {
    throw cause instanceof RangeError ? tooLarge(file, most) : gzipError(file, cause);
  }
}

/**
 * Inflates a gzip file as it comes.
 *
 * @throws DatasetFormatError as `inflateIfGzip`, when that shows
 */
export async function* inflateChunks(
  chunks: AsyncIterable<Uint8Array>,
  file: string,
  limits: ArchiveLimits = DEFAULT_LIMITS,
): AsyncGenerator<Uint8Array> {
  let packed = 0;
  let inflated = 0;
  async function* counted() {
    for await (const chunk of chunks) {
      packed += chunk.length;
      yield chunk;
    }
  }
  try {
    for await (const chunk of gunzipStream(counted())) {
      inflated += chunk.length;
      const most = mostInflatedBytes(packed, limits);
      if (inflated > most) throw tooLarge(file, most);
      yield chunk;
    }
  } catch (cause) {
    throw gzipError(file, cause);
  }
}

function tooLarge(file: string, most: number): DatasetFormatError {
  return new DatasetFormatError(file, [`expected at most ${most} bytes in it, it inflates to more`], {
    advice: "Fetch the file again, or raise the limits if you trust it.",
  });
}

/** What is wrong with packed data, unless the error says it already. */
export function gzipError(file: string, cause: unknown): Error {
  if (cause instanceof DatasetFormatError || cause instanceof DatasetStorageError) return cause;
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new DatasetFormatError(
    file,
    [`expected intact gzip data, received damaged or truncated data (${reason})`],
    { cause, advice: "Fetch the file again." },
  );
}
