import type { EngineChoice, ModelChoice, OptimizerName, TrainSettings } from "../protocol.js";

/** What is typed in the form, as it is typed. */
export interface SettingsForm {
  readonly epochs: string;
  readonly batchSize: string;
  readonly learningRate: string;
  readonly seed: string;
  readonly optimizer: OptimizerName;
  readonly engine: EngineChoice;
  readonly augment: boolean;
}

export type NumberField = "epochs" | "batchSize" | "learningRate" | "seed";

interface Rule {
  readonly sentence: string;
  accepts(value: number): boolean;
}

const whole = (low: number, high: number): Rule => ({
  sentence: `A whole number from ${low.toLocaleString("en-US")} to ${high.toLocaleString("en-US")}.`,
  accepts: (value) => Number.isInteger(value) && value >= low && value <= high,
});

export const RULES: Readonly<Record<NumberField, Rule>> = {
  epochs: whole(1, 1000),
  batchSize: whole(1, 1024),
  learningRate: {
    sentence: "A number above 0, at most 10, such as 0.01.",
    accepts: (value) => value > 0 && value <= 10,
  },
  seed: whole(0, 4_294_967_295),
};

const DEFAULT_LEARNING_RATE: Readonly<Record<OptimizerName, number>> = { sgd: 0.01, adam: 0.001 };

/** What the preset recommends; the seed and the engine stay as they were. */
export const recommended = ({ recipe }: ModelChoice, form: SettingsForm): SettingsForm => ({
  ...form,
  epochs: String(recipe.epochs),
  batchSize: String(recipe.batchSize),
  learningRate: String(recipe.learningRate),
  optimizer: recipe.optimizer,
  augment: recipe.augment !== "",
});

/** A learning rate that suits one optimizer does not suit another. */
export const withOptimizer = (
  form: SettingsForm,
  optimizer: OptimizerName,
  { recipe }: ModelChoice,
): SettingsForm => {
  const rate = optimizer === recipe.optimizer ? recipe.learningRate : DEFAULT_LEARNING_RATE[optimizer];
  return { ...form, optimizer, learningRate: String(rate) };
};

/**
 * The model for other images than before: the same one with what was typed where it reads images of the same shape by
 * the same recipe; else the first that fits, with what suits the images.
 */
export function chosenAgain(
  models: readonly ModelChoice[],
  before: ModelChoice | undefined,
  form: SettingsForm,
): { readonly preset: string | undefined; readonly form: SettingsForm } {
  const same = models.find(
    ({ name, inputShape }) => name === before?.name && String(inputShape) === String(before.inputShape),
  );
  if (same && JSON.stringify(same.recipe) === JSON.stringify(before!.recipe))
    return { preset: same.name, form };
  const [first] = models;
  const model = same ?? first;
  return { preset: model?.name, form: model ? recommended(model, form) : form };
}

const FIELDS = Object.keys(RULES) as NumberField[];

/** One sentence for each field that does not hold what it should. */
export function formProblems(form: SettingsForm): Partial<Record<NumberField, string>> {
  const wrong = FIELDS.filter((name) => !isFilled(form[name]) || !RULES[name].accepts(Number(form[name])));
  return Object.fromEntries(wrong.map((name) => [name, RULES[name].sentence]));
}

const isFilled = (text: string): boolean => text.trim() !== "";

/** The form must have no problems. */
export const settingsFrom = (form: SettingsForm, { name, recipe }: ModelChoice): TrainSettings => ({
  preset: name,
  epochs: Number(form.epochs),
  batchSize: Number(form.batchSize),
  learningRate: Number(form.learningRate),
  seed: Number(form.seed),
  optimizer: form.optimizer,
  engine: form.engine,
  augment: form.augment ? recipe.augment : "",
});
