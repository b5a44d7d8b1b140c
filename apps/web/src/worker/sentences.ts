// Turns whatever was thrown into one sentence that says what happened and what to do.
import { DatasetFilesMissingError } from "@imgcls/datasets";

/** A failure whose message is already meant for the visitor. */
export class LabError extends Error {
  override readonly name = "LabError";
}

const OUT_OF_MEMORY =
  /out of memory|allocation failed|invalid typed array length|could not allocate|bad_alloc/i;
const NOT_LOADED =
  /dynamically imported module|importing a module script failed|failed to fetch|networkerror/i;

export function sentenceOf(error: unknown): string {
  if (error instanceof LabError) return error.message;
  const message = error instanceof Error ? error.message : String(error);
  if (OUT_OF_MEMORY.test(message)) {
    return "The browser refused more memory. Close other tabs, or choose a smaller batch or model, and try again.";
  }
  if (error instanceof TypeError && NOT_LOADED.test(message)) {
    return "A part of this page could not be loaded. Check the connection to its server and try again.";
  }
  if (error instanceof DatasetFilesMissingError) {
    return `Some of the four files are missing: ${error.missing.map(({ name }) => name).join(", ")}. Choose all four together.`;
  }
  return sentenceCase(message.replace(/\[imgcls\/[\w-]+\] /g, ""));
}

/** A capital at the start, unless a file's name is there, and a full stop at the end. */
function sentenceCase(text: string): string {
  const trimmed = text.trim();
  const start = /^[a-z]+\b(?![-.\w])/.test(trimmed) ? trimmed.charAt(0).toUpperCase() : trimmed.charAt(0);
  return `${start}${trimmed.slice(1)}${/[.?!]$/.test(trimmed) ? "" : "."}`;
}
