import { batches, type ImageSet } from "@imgcls/datasets";
import {
  chooseEngine,
  type EngineDescription,
  predictAll,
  type SavedModel,
  toProbabilities,
} from "@imgcls/training";
import type { RunPlace } from "../places/place.js";
import type { EngineChooser } from "../training/options.js";
import { TEST_BATCH_SIZE } from "./measure.js";
import { modelOfRun } from "./model-of-run.js";

export interface ClassifierOptions {
  /** Images that are usually predicted together. Default 256. */
  readonly batchSize?: number;
  /** Default: the fastest that runs the model here. */
  readonly engine?: EngineChooser;
  readonly signal?: AbortSignal;
}

/** What a classifier says of images whose classes are known. */
export interface JudgedImages {
  /** `[images, classes]`. */
  readonly probabilities: Float32Array;
  /** Mean of the training's own loss function. */
  readonly loss: number;
}

/** A trained model that is ready to classify. */
export interface Classifier extends Pick<SavedModel, "card"> {
  readonly parameters: number;
  readonly engine: EngineDescription;
  /** `[count, height, width, channels]`, 0..255 → probabilities `[count, classes]`. */
  predict(images: Uint8Array, count: number): Promise<Float32Array>;
  /** All images of a data set, in its order. */
  judge(images: ImageSet): Promise<JudgedImages>;
  dispose(): Promise<void>;
}

/**
 * Loads a run's model, or takes one, into the fastest engine that runs it.
 *
 * @throws RunFolderError when a file of the run is missing or damaged
 */
export async function openClassifier(
  run: RunPlace | SavedModel,
  { batchSize = TEST_BATCH_SIZE, engine: choose, signal }: ClassifierOptions = {},
): Promise<Classifier> {
  const isLoaded = "folder" in run;
  const { model, card } = isLoaded ? await modelOfRun(run.folder) : run;
  const plan = { preprocessing: card.preprocessing, batchSize, inputShape: card.inputShape };
  const task = { model, plan };
  const engine = choose ? await choose(task) : await chooseEngine("auto", { task });
  const predictor = await engine.createPredictor(model, plan);
  const units = model.outputs[0]!.shape.at(-1)!;
  const { loss } = card.recipe;
  return {
    card,
    parameters: model.countParams(),
    engine: predictor.description,
    async predict(images, count) {
      return toProbabilities(await predictor.predict(images, count), units, loss);
    },
    async judge(images) {
      const source = batches(images, { batchSize, shuffle: false, ...(signal && { signal }) });
      return predictAll(predictor, source.epoch(1), { model, loss });
    },
    async dispose() {
      await predictor.dispose();
      // A model that was given is its giver's.
      if (isLoaded) model.dispose();
    },
  };
}
