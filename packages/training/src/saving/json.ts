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
