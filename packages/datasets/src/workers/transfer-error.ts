import { ImageDecodeError } from "../errors.js";

/** What is left of an error when it is sent to another thread: plain data. */
export interface PackedError {
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
  /** Such as the file of an `ImageDecodeError`. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Errors of these classes are of their class on the other thread too; others become plain ones. */
const classes: Readonly<Record<string, { readonly prototype: Error }>> = { ImageDecodeError };

export function packError(error: unknown): PackedError {
  if (!(error instanceof Error)) {
    return { name: "Error", message: String(error), stack: undefined, fields: {} };
  }
  const plain = Object.entries(error).filter(([, value]) => ["string", "number"].includes(typeof value));
  return {
    name: error.name,
    message: error.message,
    stack: error.stack,
    fields: Object.fromEntries(plain),
  };
}

export function unpackError({ name, message, stack, fields }: PackedError): Error {
  const error = Object.create((classes[name] ?? Error).prototype) as Error;
  return Object.assign(error, fields, { name, message, stack });
}
