/**
 * The one schema of recipes: what a recipe may hold, in which range, with which default and what it is for. Values that are
 * only numbers and words are in fields.ts; what is described by `{ type, … }` belongs to the package that knows it, whose
 * tables are asked.
 */
import { presets } from "@imgcls/architectures";
import { option, positive } from "@imgcls/checks";
import {
  AugmentationError,
  completeAugmentations,
  createMixer,
  listDatasets,
  type Mix,
} from "@imgcls/datasets";
import {
  CALLBACK_NAMES,
  callbackConfigProblems,
  callbackOptions,
  LOSS_NAMES,
  type LossConfig,
  lossOptions,
  lossProblems,
  METRIC_NAMES,
  OPTIMIZER_NAMES,
  type OptimizerConfig,
  type Option,
  type OptionTable,
  optimizerOptions,
  optimizerProblems,
  SCHEDULE_NAMES,
  type ScheduleConfig,
  scheduleOptions,
  scheduleProblems,
} from "@imgcls/training";
import { isPlaceId, PLACE_FORMS } from "../data/place-id.js";
import * as fields from "../fields.js";
import { ONNX } from "../weights/choice.js";
import { HEAD_NAMES, headOptions, headProblems } from "./head.js";
import {
  type DataSettings,
  type EvaluationSettings,
  type ModelSettings,
  type PhaseSettings,
  RECIPE_VERSION,
  type Recipe,
} from "./recipe.js";

/** `{ type, … }`: one of a table's rows with its options. */
export interface Described {
  readonly node: "described";
  readonly about: string;
  readonly types: readonly string[];
  optionsOf(type: string): OptionTable;
  /** What is wrong with a whole description: sentences that name `path`. */
  problems(value: unknown, path: string): string[];
}

export interface Leaf {
  readonly node: "leaf";
  readonly option: Option;
  /** Of values that are names, or may be: those there are. */
  readonly names?: readonly string[];
}

export interface Section {
  readonly node: "section";
  readonly about: string;
  readonly fields: Readonly<Record<string, Node>>;
  /** What a draft has to say. */
  readonly required: readonly string[];
}

export interface List {
  readonly node: "list";
  readonly about: string;
  readonly of: Described | Section;
}

export type Node = Leaf | Described | Section | List;

type FieldsOf<Settings> = { readonly [Name in keyof Settings]-?: Node };

const leaf = (own: Option, names?: readonly string[]): Leaf => ({
  node: "leaf",
  option: own,
  ...(names && { names }),
});

const described = <Type extends string>(
  about: string,
  types: readonly Type[],
  optionsOf: (type: Type) => OptionTable,
  problems: (value: unknown, path: string) => string[],
): Described => ({ node: "described", about, types, optionsOf: (type) => optionsOf(type as Type), problems });

const DATASET_IDS = listDatasets().map(({ id }) => id);

const dataset = option(
  {
    expected: "the id of a data set",
    accepts: (value) =>
      typeof value === "string" && (isPlaceId(value) || (DATASET_IDS as string[]).includes(value)),
    kind: "text",
  },
  { about: "the images" },
);

const ARCHITECTURES: readonly string[] = [...Object.keys(presets), ONNX];

const architecture = option(
  {
    expected: "the name of an architecture",
    accepts: (value) => typeof value === "string" && ARCHITECTURES.includes(value),
    kind: "text",
  },
  { about: "the network" },
);

const metrics = option(
  {
    expected: "a list of names of metrics",
    accepts: (value) => Array.isArray(value) && value.every((name) => METRIC_NAMES.includes(name)),
    kind: "list",
  },
  { about: "what is measured beside loss and accuracy", default: [] },
);

const schemaVersion = option(
  {
    expected: `${RECIPE_VERSION} (a recipe of a higher version needs a newer version of imgcls)`,
    accepts: (value) => value === RECIPE_VERSION,
    kind: "integer",
  },
  { about: "the form of this recipe", default: RECIPE_VERSION },
);

const augmentation: Described = described(
  "a change of training images by chance, named as in torchvision",
  [],
  () => ({}),
  (value, path) => problemsOfThrower(path, () => completeAugmentations([value])),
);

const mix: Described = described(
  "MixUp or CutMix",
  ["MixUp", "CutMix"],
  () => ({
    alpha: option(positive, { about: "of the Beta distribution that shares are drawn from", default: 1 }),
  }),
  (value, path) =>
    problemsOfThrower(path, () => createMixer([value as Mix], { shape: [1, 1, 1], classes: 2 })),
);

/** The functions of @imgcls/datasets throw one error with all problems. */
function problemsOfThrower(path: string, act: () => unknown): string[] {
  try {
    act();
    return [];
  } catch (error) {
    if (error instanceof AugmentationError) return error.problems.map((problem) => `${path}: ${problem}`);
    throw error;
  }
}

const PHASE: FieldsOf<PhaseSettings> = {
  trainable: leaf(fields.trainable),
  normalization: leaf(fields.normalization, fields.NORMALIZATIONS),
  dropout: leaf(fields.dropout),
  epochs: leaf(fields.epochs),
  batchSize: leaf(fields.batchSize),
  dropLast: leaf(fields.dropLast),
  optimizer: described(
    "how a gradient changes the weights",
    OPTIMIZER_NAMES,
    optimizerOptions,
    (value, path) => optimizerProblems(value as OptimizerConfig, path),
  ),
  schedule: described(
    "how the learning rate changes, step by step",
    SCHEDULE_NAMES,
    scheduleOptions,
    (value, path) => scheduleProblems(value as ScheduleConfig, path),
  ),
};

const LOSS: Described = described("what a step makes smaller", LOSS_NAMES, lossOptions, (value, path) =>
  lossProblems(value as LossConfig, classWeightsIn(value), path),
);

/** How many classes the data have shows later. */
const classWeightsIn = (loss: unknown): number => {
  const { classWeights } = loss as { readonly classWeights?: unknown };
  return Array.isArray(classWeights) ? classWeights.length : 0;
};

const DATA: FieldsOf<DataSettings> = {
  dataset: leaf(dataset, [...DATASET_IDS, ...PLACE_FORMS]),
  validation: leaf(fields.validation, fields.VALIDATION_WORDS),
  imageSize: leaf(fields.imageSize),
  fit: leaf(fields.fit, fields.FITS),
  onBadImage: leaf(fields.onBadImage, fields.BAD_IMAGE_REACTIONS),
  exclude: leaf(fields.exclude),
  relabel: leaf(fields.relabel),
  limit: leaf(fields.limit),
  limitToFirst: leaf(fields.limitToFirst),
  augment: { node: "list", about: "changes of training images by chance, in this order", of: augmentation },
  mix: { node: "list", about: "how the images of a batch are mixed, in one of these ways", of: mix },
  classBalanced: leaf(fields.classBalanced),
};

const MODEL: FieldsOf<ModelSettings> = {
  architecture: leaf(architecture, ARCHITECTURES),
  weights: leaf(fields.weights, fields.WEIGHTS_WORDS),
  preprocessing: leaf(fields.preprocessing),
  stem: leaf(fields.stem),
  auxiliaryHeads: leaf(fields.auxiliaryHeads),
};

const EVALUATION: FieldsOf<EvaluationSettings> = { flips: leaf(fields.flips) };

const section = (
  about: string,
  own: Readonly<Record<string, Node>>,
  required: readonly string[] = [],
): Section => ({
  node: "section",
  about,
  fields: own,
  required,
});

const RECIPE: FieldsOf<Recipe> = {
  schemaVersion: leaf(schemaVersion),
  name: leaf(fields.name),
  data: section("the images, and how they reach the network", DATA, ["dataset"]),
  model: section("the network", MODEL, ["architecture"]),
  head: described("how the last layer comes to its weights", HEAD_NAMES, headOptions, (value, path) =>
    headProblems(value as object, path),
  ),
  ...PHASE,
  epochs: leaf(fields.epochsOrNone),
  loss: LOSS,
  phases: {
    node: "list",
    about: "trainings one after the other, each with its own of these values",
    of: section("a phase of the training", PHASE),
  },
  classWeight: leaf(fields.classWeight, fields.CLASS_WEIGHT_WORDS),
  metrics: leaf(metrics, METRIC_NAMES),
  callbacks: {
    node: "list",
    about: "what happens between steps and epochs",
    of: described("a callback", CALLBACK_NAMES, callbackOptions, callbackConfigProblems),
  },
  evaluation: section("how images are predicted once the model is trained", EVALUATION),
  seed: leaf(fields.seed),
};

export const RECIPE_SCHEMA: Section = section("everything that decides a result", RECIPE, ["data", "model"]);
