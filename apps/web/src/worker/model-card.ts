import type { Preset, TrainingRecipe } from "@imgcls/architectures";
import { type Augmentation, type Dataset, fingerprint, type LabeledImages } from "@imgcls/datasets";
import type { EngineDescription, HistoryRow, ModelCard } from "@imgcls/training";
import { version as tensorflow } from "@tensorflow/tfjs";
import manifest from "../../package.json" with { type: "json" };

export interface CardInput {
  readonly preset: Preset;
  readonly training: TrainingRecipe;
  readonly augment: readonly Augmentation[];
  readonly data: Dataset<LabeledImages>;
  readonly seed: number;
  readonly engine: EngineDescription;
  readonly history: readonly HistoryRow[];
}

/** What the command line writes into imgcls.json, with the browser in the place of the machine. */
export async function modelCard(input: CardInput): Promise<ModelCard> {
  const { preset, training, augment, data, seed, engine, history } = input;
  const { shape, classNames, train, validation, test } = data;
  const validatedOn = validation === undefined ? "test" : "validation";
  const last = history.at(-1);
  return {
    schemaVersion: 2,
    architecture: { id: preset.name, options: { inputShape: shape, classes: classNames.length, seed } },
    inputShape: shape,
    classNames,
    preprocessing: preset.preprocessing,
    recipe: { name: preset.name, ...training, ...(augment.length === 0 ? {} : { augment }) },
    dataset: {
      id: data.id,
      sizes: {
        train: train.length,
        ...(validation && { validation: validation.length }),
        test: test.length,
      },
      fingerprint: await fingerprint(train),
    },
    validatedOn,
    seed,
    engine,
    environment: {
      imgcls: manifest.version,
      tensorflowjs: tensorflow.tfjs,
      browser: navigator.userAgent,
      cpu: `${navigator.hardwareConcurrency} cores`,
    },
    metrics:
      last?.val_loss === undefined || last.val_accuracy === undefined
        ? {}
        : { [validatedOn]: { loss: last.val_loss, accuracy: last.val_accuracy } },
  };
}
