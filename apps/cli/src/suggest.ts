import { closest, distance } from "fastest-levenshtein";
import { UsageError } from "./errors.js";

/** The known name that is spelled most like `name`, if it is near enough to be what was meant. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const candidate = closest(name.toLowerCase(), known);
  return distance(name.toLowerCase(), candidate) <= Math.max(2, Math.floor(candidate.length / 2))
    ? candidate
    : undefined;
}

/** `unknown recipe "mnist-cn"; did you mean "mnist-cnn"? Known: …` */
export function unknownName(kind: string, name: string, known: readonly string[]): string {
  const suggestion = nearest(name, known);
  const hint = suggestion === undefined ? "" : ` Did you mean "${suggestion}"?`;
  return `unknown ${kind} "${name}".${hint} Known: ${known.join(", ")}`;
}

/** @throws UsageError */
export function requireKnown(kind: string, name: string, known: readonly string[], command: string): void {
  if (!known.includes(name)) throw new UsageError([unknownName(kind, name, known)], command);
}
