import { chooseEngine, type EngineDescription, type SavedRun, toProbabilities } from "@imgcls/training";
import { openRun } from "./runs.js";

/** A trained model that is ready to classify. */
export interface Classifier extends Pick<SavedRun, "card" | "history"> {
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
  const { model, card, history } = await openRun(folder);
  const plan = { preprocessing: card.preprocessing, batchSize, inputShape: card.inputShape };
  const engine = await chooseEngine("auto", { task: { model, plan } });
  const predictor = await engine.createPredictor(model, plan);
  return {
    card,
    history,
    parameters: model.countParams(),
    engine: predictor.description,
    async predict(images, count) {
      const outputs = await predictor.predict(images, count);
      return toProbabilities(outputs, outputs.length / count, card.recipe.loss);
    },
    dispose: () => predictor.dispose(),
  };
}
