import { missingProblems, unknownName, unknownOptionProblems } from "@imgcls/checks";
import { type CallbackName, callbackOptions } from "@imgcls/training";
import { isPlaceId, PLACE_FORMS } from "../data/place-id.js";
import { choiceProblems, NO_WEIGHTS, ONNX } from "../weights/choice.js";
import { hasComputedHead, hasSteps } from "./head.js";
import type { RecipeDraft } from "./recipe.js";
import { type Described, type Leaf, type Node, RECIPE_SCHEMA, type Section } from "./schema.js";

/** A recipe cannot be used. `problems` lists all of what is wrong, each with its path. */
export class RecipeError extends Error {
  override readonly name = "RecipeError";

  constructor(readonly problems: readonly string[]) {
    super(`[imgcls/runs] ${problems.join("; ")}.`);
  }
}

/** @throws RecipeError with everything that is wrong */
export function requireRecipe(draft: unknown): asserts draft is RecipeDraft {
  const problems = recipeProblems(draft);
  if (problems.length > 0) throw new RecipeError(problems);
}

/** What is wrong with a recipe, or with the part of one that somebody decided: a sentence each, empty when all is well. */
export function recipeProblems(draft: unknown): string[] {
  const problems = problemsOfSection(RECIPE_SCHEMA, draft, "recipe");
  return problems.length > 0 ? problems : contradictions(draft as RecipeDraft);
}

function problemsOf(node: Node, value: unknown, path: string): string[] {
  if (value === undefined) return [];
  switch (node.node) {
    case "leaf":
      return problemsOfLeaf(node, value, path);
    case "section":
      return problemsOfSection(node, value, path);
    case "described":
      return problemsOfDescribed(node, value, path);
    case "list":
      if (!Array.isArray(value)) return [`expected ${path} to be a list, received ${inWords(value)}`];
      return value.flatMap((item: unknown, i) => problemsOf(node.of, item, `${path}[${i}]`));
  }
}

function problemsOfLeaf({ option, names }: Leaf, value: unknown, path: string): string[] {
  if (option.accepts(value)) return [];
  const given: readonly unknown[] = Array.isArray(value) ? value : [value];
  const unknown = given.filter((name) => typeof name === "string" && !names?.includes(name));
  // Of names, the nearest helps more than what names are.
  if (names !== undefined && unknown.length > 0) {
    return unknown.map((name) => `${path}: ${unknownName("name", String(name), names)}`);
  }
  return [`expected ${path} (${option.about}) to be ${option.expected}, received ${inWords(value)}`];
}

function problemsOfSection(section: Section, value: unknown, path: string): string[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return [`expected ${path} (${section.about}) to be an object, received ${inWords(value)}`];
  }
  const entries = value as Readonly<Record<string, unknown>>;
  const expected = Object.fromEntries(
    section.required.map((name) => [
      name,
      { expected: expectedOf(section.fields[name]!), accepts: () => true },
    ]),
  );
  return [
    ...unknownOptionProblems(path, value, Object.keys(section.fields)),
    ...missingProblems(path, value, expected, section.required),
    ...Object.entries(section.fields).flatMap(([name, node]) =>
      problemsOf(node, entries[name], `${path}.${name}`),
    ),
  ];
}

const expectedOf = (node: Node): string =>
  node.node === "leaf" ? `${node.option.expected} (${node.option.about})` : `an object (${node.about})`;

/** A draft may leave out the type and the learning rate, which suit the network then. */
function problemsOfDescribed(node: Described, value: unknown, path: string): string[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return [`expected ${path} (${node.about}) to be { type, … }, received ${inWords(value)}`];
  }
  const { type } = value as { readonly type?: unknown };
  if (type === undefined && node.types.length > 0) return problemsWithoutType(node, value, path);
  const isRateMissing =
    typeof type === "string" && node.types.includes(type) && "learningRate" in node.optionsOf(type);
  return node.problems({ ...(isRateMissing && { learningRate: 1 }), ...value }, path);
}

/** Any type may be meant, so only what no type has is wrong. */
function problemsWithoutType(node: Described, value: object, path: string): string[] {
  const known = new Map(node.types.flatMap((type) => Object.entries(node.optionsOf(type))));
  return [
    ...unknownOptionProblems(path, value, ["type", ...known.keys()]),
    ...Object.entries(value).flatMap(([name, given]) => {
      const option = known.get(name);
      return option === undefined || given === undefined || option.accepts(given)
        ? []
        : [`expected ${path}.${name} to be ${option.expected}, received ${inWords(given)}`];
    }),
  ];
}

/** Values that are each right, but not together. */
function contradictions(draft: RecipeDraft): string[] {
  const { data, model, phases, classWeight, callbacks } = draft;
  const { architecture, weights = NO_WEIGHTS } = model!;
  const { dataset, validation } = data!;
  const ofPlaces = (["imageSize", "fit", "onBadImage"] as const).filter((name) => data![name] !== undefined);
  const watched = (callbacks ?? []).flatMap(({ type, ...options }) => {
    const monitor = options.monitor ?? callbackOptions(type as CallbackName).monitor?.default;
    // A model checkpoint watches only where it keeps the best.
    const isWatching = type !== "modelCheckpoint" || options.saveBestOnly === true;
    return isWatching && String(monitor).startsWith("val_") ? [{ type, monitor }] : [];
  });
  return [
    ...(isPlaceId(dataset!)
      ? []
      : ofPlaces.map(
          (name) =>
            `recipe.data.${name} is for images of your own (${PLACE_FORMS.join(", ")}): leave it out for ${dataset}`,
        )),
    ...choiceProblems(architecture!, weights, "recipe.model.weights"),
    ...(isPlaceId(dataset!) || validation !== "part"
      ? []
      : [
          `recipe.data.validation: ${dataset} comes without validation images: give a share of the training images, such as 0.1, or "none"`,
        ]),
    ...(validation === "none"
      ? watched.map(
          ({ type, monitor }) =>
            `recipe.callbacks: ${type} watches ${monitor}, and recipe.data.validation is "none": validate, or watch "loss"`,
        )
      : []),
    ...(data!.classBalanced && classWeight !== undefined && classWeight !== "none"
      ? [
          "recipe.classWeight and recipe.data.classBalanced each make up for rare classes: with both they would count too much, give one",
        ]
      : []),
    ...(data!.limitToFirst && data!.limit === undefined
      ? ["recipe.data.limitToFirst says which images a limit leaves: give recipe.data.limit, or leave it out"]
      : []),
    ...(phases?.length === 1
      ? ["recipe.phases: one phase is the recipe itself: give its values there, or two or more phases"]
      : []),
    ...contradictionsOfHead(draft),
  ];
}

function contradictionsOfHead(draft: RecipeDraft): string[] {
  const { epochs, phases = [], loss, data, model } = draft;
  if (model!.architecture === ONNX && (!hasComputedHead(draft) || hasSteps(draft))) {
    return [
      `recipe.model.architecture: the network of an ONNX file stays as it is, only a head on its features is computed: give recipe.head.type "logisticRegression" and no epochs`,
    ];
  }
  if (!hasComputedHead(draft)) {
    return epochs === 0 && phases.length === 0
      ? ["recipe.epochs: without epochs nothing is trained: give some, or a recipe.head that is computed"]
      : [];
  }
  const changes = (["augment", "mix"] as const).filter((name) => (data?.[name]?.length ?? 0) > 0);
  return [
    ...(draft.evaluation?.flips && !hasSteps(draft)
      ? [
          "recipe.evaluation.flips: what is known of the answers of a head alone is of single images: give epochs, or leave it out",
        ]
      : []),
    ...(loss?.fromLogits === false
      ? ["recipe.loss.fromLogits: a head that is computed gives logits: leave it out"]
      : []),
    ...(hasSteps(draft)
      ? []
      : changes.map(
          (name) =>
            `recipe.data.${name} changes images from step to step, and recipe.epochs is 0: give epochs, or leave it out`,
        )),
  ];
}

const LONGEST = 80;

function inWords(value: unknown): string {
  const words = JSON.stringify(value) ?? String(value);
  return words.length > LONGEST ? `${words.slice(0, LONGEST)}…` : words;
}
