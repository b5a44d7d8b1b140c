// The settings of a training as fields of a form: what the schema of recipes says of each value, and what was typed.
import {
  AugmentationError,
  augmentationTypes,
  formatAugmentations,
  parseAugmentations,
} from "@imgcls/datasets";
import {
  completeRecipe,
  type DataFacts,
  type Recipe,
  type RecipeDraft,
  recipeProblems,
  withValues,
} from "@imgcls/runs";
import type { TrainingForm, Typed } from "../protocol.js";
import { sentence } from "../text/format.js";
import { type FormValue, formValues, valueAt } from "./form-values.js";

/** The images that a recipe is completed for. */
export interface Images extends DataFacts {
  /** Of their data set. */
  readonly id: string;
}

const AUGMENT = "data.augment";

export function describeForm(preset: string, images: Images, typed: Typed): TrainingForm {
  const complete = (some: Typed) => completeRecipe(draftOf(preset, images.id, some), images);
  const suited = complete(only(typed, (path) => path.endsWith(".type")));
  const values = formValues(suited);
  const problems = new Map(
    values.map((value) => [value.path, problemOf(value, typed[value.path], suited)] as const),
  );
  const recipe = complete(only(typed, (path) => problems.has(path) && problems.get(path) === undefined));
  return {
    fields: values.map((value) => ({
      path: value.path,
      label: value.label,
      about: value.about,
      choices: value.choices,
      suggestions: value.path === AUGMENT ? augmentationTypes : value.suggestions,
      value: typed[value.path] ?? textOf(value, recipe),
      problem: problems.get(value.path),
    })),
    problems: recipeProblems(recipe).map((problem) => sentence(problem.replaceAll("recipe.", ""))),
  };
}

/**
 * What was typed, as a recipe. Whether that is right is for the schema to say.
 *
 * @throws AugmentationError when the augmentation is none
 */
export function draftOf(preset: string, dataset: string, typed: Typed): RecipeDraft {
  const base = { data: { dataset }, model: { architecture: preset as Recipe["model"]["architecture"] } };
  const assignments = Object.entries(typed).flatMap(([path, text]) => {
    if (path === AUGMENT) return [`${path}=${JSON.stringify(parseAugmentations(text))}`];
    return text.trim() === "" ? [] : [`${path}=${text}`];
  });
  // Types first: they say which options there are.
  const isType = (assignment: string) => Number(/^\w+\.type=/.test(assignment));
  return withValues(
    base,
    assignments.toSorted((a, b) => isType(b) - isType(a)),
  );
}

const only = (typed: Typed, isWanted: (path: string) => boolean): Typed =>
  Object.fromEntries(Object.entries(typed).filter(([path]) => isWanted(path)));

/** @param suited a recipe for these images without what was typed */
function problemOf(value: FormValue, text: string | undefined, suited: Recipe): string | undefined {
  const { path, expected, isRequired, isList } = value;
  const usual = textOf(value, suited);
  const isNeeded = isRequired || (usual !== "" && !isList);
  if (text === undefined || text.trim() === "") {
    const isMissing = isNeeded && (text !== undefined || usual === "");
    return isMissing ? sentence(expected) : undefined;
  }
  if (path === AUGMENT) return problemOfAugmentation(text);
  if (isList) {
    const { dataset } = suited.data;
    const [problem] = recipeProblems(
      withValues(draftOf(suited.model.architecture, dataset, {}), [`${path}=${text}`]),
    );
    return problem && sentence(problem.replaceAll("recipe.", ""));
  }
  return value.accepts(parsed(text)) ? undefined : sentence(expected);
}

function problemOfAugmentation(text: string): string | undefined {
  try {
    parseAugmentations(text);
    return undefined;
  } catch (error) {
    if (error instanceof AugmentationError) return sentence(error.problems.join("; "));
    throw error;
  }
}

/** As `withValues` reads it. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function textOf({ path, default: otherwise }: FormValue, recipe: Recipe): string {
  if (path === AUGMENT) return formatAugmentations(recipe.data.augment);
  const value = valueAt(recipe, path) ?? otherwise;
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}
