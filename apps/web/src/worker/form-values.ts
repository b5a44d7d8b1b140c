// Which values a recipe has, as its schema says: a list of plain descriptions.
import { type Described, type Leaf, type Node, RECIPE_SCHEMA, type Recipe } from "@imgcls/runs";
import { labelOf } from "../text/labels.js";

export interface FormValue {
  /** Such as "optimizer.learningRate". */
  readonly path: string;
  readonly label: string;
  readonly about: string;
  readonly choices: readonly string[] | undefined;
  /** Texts that are right, among others. */
  readonly suggestions: readonly string[];
  /** What it may be, in words. */
  readonly expected: string;
  /** What holds where a recipe leaves it out; undefined: nothing. */
  readonly default: unknown;
  readonly isRequired: boolean;
  /** A list of descriptions: only the schema as a whole can judge it. */
  readonly isList: boolean;
  accepts(value: unknown): boolean;
}

/** Said by the open images and the chosen network, or by other values. */
const ELSEWHERE: ReadonlySet<string> = new Set([
  ...["schemaVersion", "name", "data.dataset", "data.imageSize", "data.fit", "data.onBadImage"],
  ...["data.limitToFirst", "model.architecture", "model.stem", "model.auxiliaryHeads"],
  ...["loss.fromLogits", "loss.classWeights"],
]);

/** @param recipe whose types say which options there are */
export const formValues = (recipe: Recipe): FormValue[] => valuesOf(RECIPE_SCHEMA, recipe, "");

export const valueAt = (recipe: object, path: string): unknown =>
  path
    .split(".")
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], recipe);

type Option = ReturnType<Described["optionsOf"]>[string];

function valuesOf(node: Node, recipe: Recipe, path: string): FormValue[] {
  if (ELSEWHERE.has(path)) return [];
  switch (node.node) {
    case "section":
      return Object.entries(node.fields).flatMap(([name, inner]) =>
        valuesOf(inner, recipe, path === "" ? name : `${path}.${name}`),
      );
    case "leaf":
      return [{ ...valueFrom(path, node.option), suggestions: suggestionsOf(node) }];
    case "list": {
      const { about, of } = node;
      const list: Option = { about, expected: "a list", default: [], accepts: Array.isArray };
      const types = of.node === "described" ? of.types : [];
      const suggestions = types.map((type) => JSON.stringify([{ type }]));
      return [{ ...valueFrom(path, list), suggestions, isList: true }];
    }
    case "described": {
      const { about, types } = node;
      const type: Option = { about, expected: "a name", accepts: (name) => types.includes(name as string) };
      const options = Object.entries(node.optionsOf(valueAt(recipe, `${path}.type`) as string));
      return [
        valueFrom(`${path}.type`, type, types),
        ...options.flatMap(([name, option]) => valuesOfOption(`${path}.${name}`, option)),
      ];
    }
  }
}

/** Of a list of names, a list with each of them. */
const suggestionsOf = ({ option, names = [] }: Leaf): readonly string[] =>
  option.kind === "list" ? names.map((name) => JSON.stringify([name])) : names;

/** Of an object, those in it, all of which may be left out with it. */
function valuesOfOption(path: string, option: Option): FormValue[] {
  if (ELSEWHERE.has(path)) return [];
  if (option.options === undefined || option.kind !== "object") return [valueFrom(path, option)];
  return Object.entries(option.options).map(([name, { default: _, ...inner }]) =>
    valueFrom(`${path}.${name}`, { ...inner, required: false }),
  );
}

function valueFrom(path: string, option: Option, names?: readonly string[]): FormValue {
  const { about = "", expected, required = false, kind, choices } = option;
  return {
    path,
    label: labelOf(path),
    about,
    choices: names ?? choices?.map(String) ?? (kind === "flag" ? ["true", "false"] : undefined),
    suggestions: [],
    expected,
    default: option.default,
    isRequired: required,
    isList: false,
    accepts: option.accepts,
  };
}
