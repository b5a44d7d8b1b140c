import { gunzip } from "#gunzip";
import { DatasetFormatError } from "../errors.js";

/** Whether bytes start like a gzip file. Names do not tell: browsers unpack `.gz` files and keep the name. */
export const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/**
 * The bytes, inflated when they are gzip.
 *
 * @throws DatasetFormatError when the gzip data are damaged or truncated
 */
export async function inflateIfGzip(bytes: Uint8Array, file: string): Promise<Uint8Array> {
  if (!isGzip(bytes)) return bytes;
  try {
    return await gunzip(bytes);
  } catch (cause) {
    throw gzipError(file, cause);
  }
}

export function gzipError(file: string, cause: unknown): DatasetFormatError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new DatasetFormatError(
    file,
    [`expected intact gzip data, received damaged or truncated data (${reason})`],
    {
      cause,
      advice: "Fetch the file again.",
    },
  );
}
