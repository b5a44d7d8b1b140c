/** A value of two recipes that differs. */
export interface Difference {
  /** Such as `optimizer.learningRate`. */
  readonly path: string;
  /** Undefined where there is none. */
  readonly before: unknown;
  readonly after: unknown;
}

/** In which values two recipes, or cards, differ, in the order of the first. Names are not compared. */
export function differencesOf(before: object, after: object): Difference[] {
  const [old, now] = [flattened(before), flattened(after)];
  const paths = new Set([...old.keys(), ...now.keys()]);
  return [...paths]
    .filter((path) => path !== "name" && JSON.stringify(old.get(path)) !== JSON.stringify(now.get(path)))
    .map((path) => ({ path, before: old.get(path), after: now.get(path) }));
}

/** What a draft asks for that a recipe does not have: what the draft leaves open agrees with anything. */
export function contradictionsOf(draft: object, recipe: object): Difference[] {
  const asked = flattened(draft);
  return differencesOf(recipe, draft).filter(({ path }) => asked.has(path));
}

/** Every value that is no object, by its path; a list is one value. */
function flattened(value: object, path = ""): Map<string, unknown> {
  return new Map(
    Object.entries(value).flatMap(([key, inner]): [string, unknown][] => {
      const own = path === "" ? key : `${path}.${key}`;
      const isSection = typeof inner === "object" && inner !== null && !Array.isArray(inner);
      return isSection ? [...flattened(inner, own)] : inner === undefined ? [] : [[own, inner]];
    }),
  );
}
