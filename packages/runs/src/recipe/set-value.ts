import { unknownName } from "@imgcls/checks";
import { RecipeError } from "./problems.js";
import type { RecipeDraft } from "./recipe.js";
import { type Node, RECIPE_SCHEMA } from "./schema.js";

/**
 * A recipe with other values: `optimizer.learningRate=0.01`, `schedule={"type":"cosine"}`, `callbacks.0.patience=3`. Whether
 * the values are right is for `recipeProblems` to say; here, only whether there are such paths.
 *
 * @param assignments `path=value`; the value is JSON, or else text as it stands
 * @throws RecipeError with every path that a recipe does not have, and the nearest one
 */
export function withValues(draft: RecipeDraft, assignments: readonly string[]): RecipeDraft {
  const problems: string[] = [];
  let changed: unknown = draft;
  for (const assignment of assignments) {
    const equals = assignment.indexOf("=");
    const path = assignment.slice(0, Math.max(0, equals));
    const keys = path.split(/[.[\]]+/).filter((key) => key !== "");
    if (keys.length === 0) {
      problems.push(`expected path=value, such as optimizer.learningRate=0.01, received "${assignment}"`);
      continue;
    }
    const unknown = unknownPath(RECIPE_SCHEMA, keys, changed);
    if (unknown === undefined) changed = withValue(changed, keys, valueIn(assignment.slice(equals + 1)));
    else problems.push(`${path}: ${unknown}`);
  }
  if (problems.length > 0) throw new RecipeError(problems);
  return changed as RecipeDraft;
}

function valueIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Why a recipe has no such path; undefined when it has. */
function unknownPath(node: Node, [key, ...rest]: readonly string[], value: unknown): string | undefined {
  if (key === undefined) return undefined;
  const inner = (value as Readonly<Record<string, unknown>> | undefined)?.[key];
  switch (node.node) {
    case "leaf":
      // Class weights by name, the entries of a list: what may be there shows when the whole value is judged.
      return undefined;
    case "list":
      return isIndex(key, value)
        ? unknownPath(node.of, rest, inner)
        : `expected the position in a list of ${lengthOf(value)}, received "${key}"`;
    case "section":
      return Object.hasOwn(node.fields, key)
        ? unknownPath(node.fields[key]!, rest, inner)
        : unknownName("name", key, Object.keys(node.fields));
    case "described": {
      const type = (value as { readonly type?: string } | undefined)?.type;
      const types = type !== undefined && node.types.includes(type) ? [type] : node.types;
      const known = ["type", ...new Set(types.flatMap((each) => Object.keys(node.optionsOf(each))))];
      return node.types.length === 0 || known.includes(key) ? undefined : unknownName("option", key, known);
    }
  }
}

const lengthOf = (value: unknown): number => (Array.isArray(value) ? value.length : 0);

/** The one behind the last adds an entry. */
const isIndex = (key: string, value: unknown): boolean => /^\d+$/.test(key) && Number(key) <= lengthOf(value);

function withValue(target: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  if (Array.isArray(target) || /^\d+$/.test(key)) {
    const list = Array.isArray(target) ? [...target] : [];
    list[Number(key)] = withValue(list[Number(key)], rest, value);
    return list;
  }
  const inner = (target ?? {}) as Readonly<Record<string, unknown>>;
  return { ...inner, [key]: withValue(inner[key], rest, value) };
}
