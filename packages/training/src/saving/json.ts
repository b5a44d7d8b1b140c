import { sha256 } from "./digest.js";
import { RunFolderError } from "./errors.js";

const encoder = new TextEncoder();

/** Indented, with a line end, so that people can read and compare the files. */
export const jsonBytes = (value: unknown): Uint8Array =>
  encoder.encode(`${JSON.stringify(value, null, 2)}\n`);

export const textBytes = (text: string): Uint8Array => encoder.encode(text);

/** Throws RunFolderError when the bytes are no JSON object or array. */
export function parseJson(file: string, bytes: Uint8Array): unknown {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw new RunFolderError(file, `expected JSON, received something else (${(cause as Error).message}).`, {
      cause,
    });
  }
  if (typeof value !== "object" || value === null) {
    throw new RunFolderError(file, `expected a JSON object or array, received ${JSON.stringify(value)}.`);
  }
  return value;
}

/**
 * JSON that vouches for itself: its last field, `sha256`, is the digest of all others. Of their values, not of the
 * file's bytes, so that indentation and line ends, which change no result, may change.
 */
export async function sealedJsonBytes(value: Readonly<Record<string, unknown>>): Promise<Uint8Array> {
  return jsonBytes({ ...value, sha256: await sha256(textBytes(JSON.stringify(value))) });
}

/** The fields without their seal. Throws RunFolderError when they are not those that were sealed. */
export async function openSealed(
  file: string,
  { sha256: expected, ...value }: Readonly<Record<string, unknown>>,
): Promise<Record<string, unknown>> {
  const found = await sha256(textBytes(JSON.stringify(value)));
  if (found === expected) return value;
  throw new RunFolderError(
    file,
    `expected content of sha256 ${expected} as its last field says, found ${found}. The file is damaged or was edited: restore it from a copy, or train again.`,
  );
}
