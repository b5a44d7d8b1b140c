import { closest, distance } from "fastest-levenshtein";

/** What counts of a name: "batch_size" is "batchSize". */
const letters = (name: string): string => name.toLowerCase().replace(/[-_ ]/g, "");

/**
 * The known name that starts like `name`, else the one that is spelled most like it, unless even that one is another
 * word. Case, `-` and `_` do not count.
 */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const wanted = letters(name);
  const byLetters = new Map(known.map((candidate) => [letters(candidate), candidate]));
  const candidates = [...byLetters.keys()];
  const longer = candidates.find((candidate) => wanted.length > 2 && candidate.startsWith(wanted));
  if (longer !== undefined || candidates.length === 0) return longer && byLetters.get(longer);
  const candidate = closest(wanted, candidates);
  return distance(wanted, candidate) <= Math.max(2, candidate.length / 2)
    ? byLetters.get(candidate)
    : undefined;
}

/** `unknown recipe "mnist-cn". Did you mean "mnist-cnn"? Known: …` */
export function unknownName(kind: string, name: string, known: readonly string[]): string {
  const suggestion = nearest(name, known);
  const hint = suggestion === undefined ? "" : ` Did you mean "${suggestion}"?`;
  return `unknown ${kind} "${name}".${hint} Known: ${known.join(", ")}`;
}
