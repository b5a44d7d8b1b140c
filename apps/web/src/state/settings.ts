import type { ModelChoice, TrainingForm, Typed } from "../protocol.js";

/** The values that are always shown; all others are under "Advanced". */
export const BASIC_PATHS: readonly string[] = [
  ...["epochs", "batchSize", "optimizer.type", "optimizer.learningRate", "seed", "data.augment"],
];

/** With another type, what was typed as an option of the one before means nothing. */
export function withField(typed: Typed, path: string, text: string): Typed {
  const owner = path.endsWith(".type") ? path.slice(0, -"type".length) : undefined;
  const others = Object.entries(typed).filter(([other]) => owner === undefined || !other.startsWith(owner));
  return { ...Object.fromEntries(others), [path]: text };
}

/** What suits the network, whatever was typed before; only the seed stays. */
export const recommended = ({ seed }: Typed): Typed => (seed === undefined ? {} : { seed });

/**
 * The model for other images than before: the same one with what was typed where it reads images of the same shape by
 * the same recipe; else the first that fits, with what suits the images.
 */
export function chosenAgain(
  models: readonly ModelChoice[],
  before: ModelChoice | undefined,
  typed: Typed,
): { readonly preset: string | undefined; readonly typed: Typed } {
  const same = models.find(
    ({ name, inputShape }) => name === before?.name && String(inputShape) === String(before.inputShape),
  );
  if (same?.recommended === before?.recommended && same !== undefined) return { preset: same.name, typed };
  const model = same ?? models[0];
  return { preset: model?.name, typed: before === undefined ? typed : recommended(typed) };
}

export const valueIn = (form: TrainingForm | undefined, path: string): string | undefined =>
  form?.fields.find((field) => field.path === path)?.value;

export const isRight = ({ fields, problems }: TrainingForm): boolean =>
  problems.length === 0 && fields.every(({ problem }) => problem === undefined);
