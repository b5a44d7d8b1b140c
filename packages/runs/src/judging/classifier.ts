import { batches, type ImageSet } from "@imgcls/datasets";
import {
  chooseEngine,
  type EngineDescription,
  lossMeter,
  predictBatches,
  type SavedModel,
} from "@imgcls/training";
import type { RunPlace } from "../places/place.js";
import type { EngineChooser } from "../training/options.js";
import { type Answers, answersOf } from "./answers.js";
import { TEST_BATCH_SIZE } from "./measure.js";
import { modelOfRun } from "./model-of-run.js";
import { predictingViews, viewsOf } from "./views.js";

export interface ClassifierOptions {
  /** Images that are usually predicted together. Default 256. */
  readonly batchSize?: number;
  /** Default: the fastest that runs the model here. */
  readonly engine?: EngineChooser;
  readonly signal?: AbortSignal;
}

/** What a classifier says of images whose classes are known. */
export interface JudgedImages {
  /** `[images, classes]`, as `predict` gives them. */
  readonly probabilities: Float32Array;
  /** Mean of the training's own loss function, of probabilities as the model puts them out. */
  readonly loss: number;
}

/** A trained model that is ready to classify. */
export interface Classifier extends Pick<SavedModel, "card"> {
  readonly parameters: number;
  readonly engine: EngineDescription;
  /** `[count, height, width, channels]`, 0..255 → probabilities `[count, classes]`, as likely as they say if the card can tell. */
  predict(images: Uint8Array, count: number): Promise<Float32Array>;
  /** The same, and which images are of none of the classes. */
  classify(images: Uint8Array, count: number): Promise<Answers>;
  /**
   * All images of a data set, in its order.
   *
   * @param onImages shown the pixels of each batch, 0..255, as it passes by
   */
  judge(images: ImageSet, onImages?: (pixels: Uint8Array, count: number) => void): Promise<JudgedImages>;
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
  // A model that was given is its giver's.
  const disposeOfModel = () => void (isLoaded && model.dispose());
  const task = { model, plan };
  const predictor = await (choose?.(task) ?? chooseEngine("auto", { task }))
    .then((engine) => engine.createPredictor(model, plan))
    .then((single) => predictingViews(single, viewsOf(card), card.inputShape))
    .catch((error: unknown) => {
      disposeOfModel();
      throw error;
    });
  const units = model.outputs[0]!.shape.at(-1)!;
  const { loss } = card.recipe;
  const classify = async (images: Uint8Array, count: number): Promise<Answers> =>
    answersOf({ outputs: await predictor.predict(images, count), units, loss }, card);
  return {
    card,
    parameters: model.countParams(),
    engine: predictor.description,
    classify,
    predict: async (images, count) => (await classify(images, count)).probabilities,
    async judge(images, onImages) {
      const source = batches(images, { batchSize, shuffle: false, ...(signal && { signal }) });
      const meter = lossMeter(model, loss);
      const probabilities = new Float32Array(images.length * card.classNames.length);
      let at = 0;
      for await (const { batch, outputs } of predictBatches(predictor, source.epoch(1))) {
        onImages?.(batch.images, batch.size);
        meter.add(outputs, batch.labels);
        const answers = answersOf({ outputs, units, loss }, card);
        probabilities.set(answers.probabilities, at);
        at += answers.probabilities.length;
      }
      return { probabilities, loss: meter.result().loss };
    },
    async dispose() {
      await predictor.dispose();
      disposeOfModel();
    },
  };
}
