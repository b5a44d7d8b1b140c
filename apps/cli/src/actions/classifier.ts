import { chooseEngine, type EngineDescription, type SavedModel, toProbabilities } from "@imgcls/training";
import { openRun } from "./runs.js";

/** A trained model that is ready to classify. */
export interface Classifier extends Pick<SavedModel, "card"> {
  readonly parameters: number;
  readonly engine: EngineDescription;
  /** `[count, height, width, channels]`, 0..255 → probabilities `[count, classes]`. */
  predict(images: Uint8Array, count: number): Promise<Float32Array>;
  dispose(): Promise<void>;
}

/**
 * Loads a run folder's model into the fastest engine that runs it.
 *
 * @param batchSize images that are usually predicted together
 */
export async function openClassifier(folder: string, batchSize: number): Promise<Classifier> {
  const { model, card } = await openRun(folder);
  const plan = { preprocessing: card.preprocessing, batchSize };
  const engine = await chooseEngine("auto", { task: { model, plan } });
  const predictor = await engine.createPredictor(model, plan);
  return {
    card,
    parameters: model.countParams(),
    engine: predictor.description,
    async predict(images, count) {
      const outputs = await predictor.predict(images, count);
      return toProbabilities(outputs, card.classNames.length, card.recipe.loss);
    },
    dispose: () => predictor.dispose(),
  };
}
