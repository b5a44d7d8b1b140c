import { arch, cpus, platform, release } from "node:os";
import type { EngineDescription, HistoryRow, ModelCard } from "@imgcls/training";
import { version as tensorflow } from "@tensorflow/tfjs";
import manifest from "../../package.json" with { type: "json" };
import type { TrainPlan } from "./train-plan.js";

export interface CardInput {
  readonly plan: TrainPlan;
  readonly inputShape: ModelCard["inputShape"];
  readonly classNames: readonly string[];
  readonly sizes: ModelCard["dataset"]["sizes"];
  /** Whether not all training images were used, but each class by its share. */
  readonly stratified: boolean;
  readonly fingerprint: string;
  readonly validatedOn: ValidatedOn;
  readonly engine: EngineDescription;
  readonly history: readonly HistoryRow[];
  /** Of the test images, where they were not validated on. */
  readonly test?: TestMetrics | undefined;
  /** From the run folder to your own images. */
  readonly path: string | undefined;
}

export type ValidatedOn = NonNullable<ModelCard["validatedOn"]>;

/** The model card of a run folder: everything that is needed to use, judge and repeat the training. */
export function modelCard(input: CardInput): ModelCard {
  const { plan, inputShape, classNames, sizes, stratified, fingerprint, validatedOn, engine, path } = input;
  return {
    schemaVersion: 2,
    architecture: {
      id: plan.architecture,
      options: { inputShape, classes: classNames.length, seed: plan.seed },
    },
    inputShape,
    classNames,
    preprocessing: plan.preprocessing,
    recipe: {
      name: plan.name,
      ...plan.training,
      ...(plan.augment.length === 0 ? {} : { augment: plan.augment }),
    },
    dataset: {
      id: plan.dataset,
      sizes,
      fingerprint,
      ...(path === undefined ? {} : { path }),
      ...(plan.images === undefined ? {} : { images: plan.images }),
      ...(stratified ? { stratified } : {}),
    },
    validatedOn,
    seed: plan.seed,
    engine,
    environment: {
      imgcls: manifest.version,
      tensorflowjs: tensorflow.tfjs,
      node: process.version,
      platform: `${platform()} ${release()} ${arch()}`,
      cpu: `${cpus()[0]?.model.trim() ?? "unknown"}, ${cpus().length} cores`,
    },
    metrics: metricsOf(input),
  };
}

export interface TestMetrics {
  readonly loss: number;
  readonly accuracy: number;
}

/** The last epoch's measurement on the validation images is that of the final weights. */
export function lastValidation(history: readonly HistoryRow[]): TestMetrics | undefined {
  const last = history.at(-1);
  return last?.val_loss === undefined || last.val_accuracy === undefined
    ? undefined
    : { loss: last.val_loss, accuracy: last.val_accuracy };
}

function metricsOf({ history, validatedOn, test }: CardInput): ModelCard["metrics"] {
  const last = lastValidation(history);
  return { ...(last && { [validatedOn]: last }), ...(test && { test }) };
}
