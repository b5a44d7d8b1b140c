import { closest, distance } from "fastest-levenshtein";

/** The known name that starts like `name`, else the one that is spelled most like it, unless that one is very different. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const wanted = name.toLowerCase();
  const byLowerCase = new Map(known.map((candidate) => [candidate.toLowerCase(), candidate]));
  const lower = [...byLowerCase.keys()];
  const longer = lower.find((candidate) => wanted.length > 2 && candidate.startsWith(wanted));
  const nearest = longer ?? closest(wanted, lower);
  const near = longer !== undefined || distance(wanted, nearest) <= Math.max(2, nearest.length / 2);
  return near ? byLowerCase.get(nearest) : undefined;
}
