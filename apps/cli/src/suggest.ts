import { unknownName } from "@imgcls/checks";
import { UsageError } from "./errors.js";

/** @throws UsageError */
export function requireKnown(kind: string, name: string, known: readonly string[], command: string): void {
  if (!known.includes(name)) throw new UsageError([unknownName(kind, name, known)], command);
}
