/** A value of two recipes that differs. */
export interface Difference {
  /** `optimizer.learningRate`, `callbacks.0.patience`. */
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

/** Every value that is no object or list of objects, by its path. */
function flattened(value: unknown, path = ""): Map<string, unknown> {
  const isList = Array.isArray(value) && value.some((item) => typeof item === "object");
  if (!isList && (typeof value !== "object" || value === null || Array.isArray(value))) return new Map([[path, value]]);
  return new Map(
    Object.entries(value).flatMap(([key, inner]) => [...flattened(inner, path === "" ? key : `${path}.${key}`)]),
  );
}

/**
 * What a draft asks for that a recipe does not have: what the draft leaves open agrees with anything.
 *
 * @param ignored paths that may differ
 */
export function contradictionsOf(draft: object, recipe: object, ignored: readonly string[] = []): Difference[] {
  const asked = flattened(draft);
  return differencesOf(recipe, draft).filter(({ path }) => asked.has(path) && !ignored.includes(path));
}
