import { defaultsForSize, getPreset, type TrainingRecipe } from "@imgcls/architectures";
import { withDefaults } from "@imgcls/checks";
import { type Augmentation, completeAugmentations, type Mix, parseAugmentations } from "@imgcls/datasets";
import {
  defaultLearningRate,
  type LossConfig,
  type OptimizerConfig,
  type ScheduleConfig,
} from "@imgcls/training";
import { isPlaceId } from "../data/place-id.js";
import { validationSize } from "../data/validation-size.js";
import * as fields from "../fields.js";
import {
  FINE_TUNING,
  FINE_TUNING_EPOCHS,
  FINE_TUNING_STRENGTH,
  fineTuningAugmentations,
} from "./fine-tuning.js";
import { type HeadName, type HeadSettings, hasComputedHead, hasSteps, headOptions } from "./head.js";
import type {
  CallbackSettings,
  DataFacts,
  Recipe,
  RecipeDraft,
  Relabeling,
  TrainingSettings,
  Validation,
} from "./recipe.js";
import { RECIPE_VERSION } from "./recipe.js";

/** Of the training images, where the data set has no validation images of its own. */
const VALIDATION_SHARE = 0.1;

/**
 * A recipe in which everything is said. What a draft leaves out is the architecture's own recipe; for images of your own,
 * which are often few, what suits their number (`defaultsForSize`).
 */
export function completeRecipe(draft: RecipeDraft, facts: DataFacts): Recipe {
  const data = draft.data!;
  const isOwn = isPlaceId(data.dataset!);
  const head = headOf(draft);
  const validation = data.validation ?? validationFor(facts, draft, head);
  const base = baseOf(draft, facts, { validation, head });
  return {
    schemaVersion: RECIPE_VERSION,
    name: draft.name ?? draft.model!.architecture!,
    data: {
      dataset: data.dataset!,
      validation,
      ...(isOwn && {
        imageSize: [facts.shape[0], facts.shape[1]],
        fit: data.fit ?? "fill",
        onBadImage: data.onBadImage ?? "error",
      }),
      ...(data.exclude !== undefined && data.exclude.length > 0 && { exclude: data.exclude }),
      ...(data.relabel !== undefined && { relabel: data.relabel as Relabeling }),
      ...(data.limit !== undefined && { limit: data.limit }),
      ...(data.limitToFirst && { limitToFirst: true }),
      augment: data.augment === undefined ? base.augment : completeAugmentations(data.augment),
      mix: (data.mix ?? []) as readonly Mix[],
      classBalanced: data.classBalanced ?? false,
    },
    model: { ...draft.model, architecture: draft.model!.architecture! } as Recipe["model"],
    head,
    ...settingsWith(base.settings, draft),
    phases: (draft.phases ?? []) as Recipe["phases"],
    classWeight: (draft.classWeight ?? "none") as Recipe["classWeight"],
    metrics: draft.metrics ?? [],
    callbacks: draft.callbacks ?? base.callbacks,
    evaluation: { flips: draft.evaluation?.flips ?? false },
    seed: draft.seed ?? (fields.seed.default as number),
  };
}

function headOf(draft: RecipeDraft): HeadSettings {
  const { type = "trained" } = draft.head ?? {};
  const start = hasComputedHead(draft) && hasSteps(draft) ? { strength: FINE_TUNING_STRENGTH } : {};
  return withDefaults({ ...start, ...draft.head, type }, headOptions(type as HeadName));
}

/** What a draft's values take the place of. */
interface Base {
  readonly settings: TrainingSettings;
  readonly augment: readonly Augmentation[];
  readonly callbacks: readonly CallbackSettings[];
}

/**
 * Of a head that is computed: fine-tuning, of as many epochs as are asked for. Else the architecture's own recipe, or what
 * suits the number of your own images.
 */
function baseOf(
  draft: RecipeDraft,
  facts: DataFacts,
  { validation, head }: { readonly validation: Validation; readonly head: HeadSettings },
): Base {
  if (hasComputedHead({ head })) {
    const epochs = hasSteps(draft) ? FINE_TUNING_EPOCHS : 0;
    const augment = epochs === 0 ? [] : completeAugmentations(fineTuningAugmentations(facts.shape));
    return { settings: { ...FINE_TUNING, epochs }, augment, callbacks: bestOf(validation, epochs) };
  }
  const { training } = getPreset(draft.model!.architecture!);
  const suited = isPlaceId(draft.data!.dataset!)
    ? suitedTo(draft, training, facts, validation)
    : { training, augment: "" };
  return {
    settings: settingsOf(suited.training),
    augment: parseAugmentations(suited.augment),
    callbacks: callbacksOf(training, validation),
  };
}

/** The epoch whose loss on the validation images is the least. */
const bestOf = (validation: Validation, epochs: number): readonly CallbackSettings[] =>
  epochs === 0 || validation === "none"
    ? []
    : [{ type: "earlyStopping", monitor: "val_loss", patience: epochs, restoreBestWeights: true }];

/**
 * A stratified tenth; where a class has only one image, there is nothing to spare, and where the head is all that is computed,
 * nothing to decide: its cross-validation needs no images of its own.
 */
const validationFor = (
  { hasValidation, trainCounts }: DataFacts,
  draft: RecipeDraft,
  head: HeadSettings,
): Validation => {
  if (hasValidation) return "part";
  if (hasComputedHead({ head }) && !hasSteps(draft)) return "none";
  return trainCounts.some((count) => count === 1) ? "none" : VALIDATION_SHARE;
};

const settingsOf = ({ epochs, batchSize, optimizer, loss }: TrainingRecipe): TrainingSettings => ({
  trainable: fields.trainable.default as readonly string[],
  normalization: "trained",
  dropout: true,
  epochs,
  batchSize,
  dropLast: false,
  optimizer,
  schedule: { type: "constant" },
  loss,
});

/** Settings with what a draft or a phase says in the place of theirs. */
export function settingsWith(
  base: TrainingSettings,
  {
    trainable,
    normalization,
    dropout,
    epochs,
    batchSize,
    dropLast,
    optimizer,
    schedule,
    loss,
  }: Pick<RecipeDraft, keyof TrainingSettings>,
): TrainingSettings {
  return {
    trainable: trainable ?? base.trainable,
    normalization: normalization ?? base.normalization,
    dropout: dropout ?? base.dropout,
    epochs: epochs ?? base.epochs,
    batchSize: batchSize ?? base.batchSize,
    dropLast: dropLast ?? base.dropLast,
    optimizer: optimizerWith(base.optimizer, optimizer),
    schedule: scheduleWith(base.schedule, schedule),
    loss: lossWith(base.loss, loss),
  };
}

/** Another optimizer starts from its own defaults: a learning rate that suits one says nothing about another. */
function optimizerWith(base: OptimizerConfig, given: RecipeDraft["optimizer"] = {}): OptimizerConfig {
  const { type = base.type } = given;
  const defaults = type === base.type ? base : { learningRate: defaultLearningRate(type) };
  return { ...defaults, ...given, type } as OptimizerConfig;
}

/** Options of another schedule say nothing about this one. */
const scheduleWith = (base: ScheduleConfig, given: RecipeDraft["schedule"] = {}): ScheduleConfig =>
  ({ ...(given.type === undefined || given.type === base.type ? base : {}), ...given }) as ScheduleConfig;

/** Whether the network ends in logits is the network's, whatever the loss. */
function lossWith(base: LossConfig, given: RecipeDraft["loss"] = {}): LossConfig {
  const { type = base.type } = given;
  const logits = base.fromLogits === undefined ? {} : { fromLogits: base.fromLogits };
  return { ...(type === base.type ? base : logits), ...given, type } as LossConfig;
}

function suitedTo(
  draft: RecipeDraft,
  own: TrainingRecipe,
  { shape, trainCounts }: DataFacts,
  validation: Validation,
) {
  const { optimizer, batchSize, epochs, data } = draft;
  const all = trainCounts.reduce((sum, count) => sum + count, 0);
  const left = all - validationSize(validation, trainCounts);
  const recipe = {
    ...own,
    optimizer: optimizerWith(own.optimizer, optimizer) as TrainingRecipe["optimizer"],
  };
  // The rate of another optimizer than the architecture's is a default for any batch.
  const isAnother = optimizer?.type !== undefined && optimizer.type !== own.optimizer.type;
  const learningRate = optimizer?.learningRate ?? (isAnother ? recipe.optimizer.learningRate : undefined);
  return defaultsForSize(
    recipe,
    { images: Math.min(left, data!.limit ?? left), imageShape: shape },
    {
      ...(batchSize !== undefined && { batchSize }),
      ...(epochs !== undefined && { epochs }),
      ...(learningRate !== undefined && { learningRate }),
    },
  );
}

/** An architecture's recipe that ends when validation says so needs images to validate on. */
const callbacksOf = (
  { earlyStopping }: TrainingRecipe,
  validation: Validation,
): readonly CallbackSettings[] =>
  earlyStopping === undefined || validation === "none" ? [] : [{ type: "earlyStopping", ...earlyStopping }];

/** What each phase is trained with, one after the other; none where the head is all that is computed. */
export function phasesOf(recipe: Recipe): readonly TrainingSettings[] {
  if (recipe.phases.length > 0) return recipe.phases.map((phase) => settingsWith(recipe, phase));
  return recipe.epochs === 0 ? [] : [settingsWith(recipe, {})];
}
