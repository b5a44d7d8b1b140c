import { closest, distance } from "fastest-levenshtein";

/** The known name with the fewest edits from what was typed. */
export const nearest = (typed: string, known: readonly string[]): string =>
  closest(typed.toLowerCase(), [...known]);

/** More edits than this and a name is another word, not a typing error. */
const LARGEST_TYPO = 3;

/** The same, unless even the nearest is far away. */
export const nearestTypo = (typed: string, known: readonly string[]): string | undefined => {
  if (known.length === 0) return undefined;
  const candidate = nearest(typed, known);
  return distance(typed.toLowerCase(), candidate) <= LARGEST_TYPO ? candidate : undefined;
};
