import {
  chooseEngine,
  type EngineDescription,
  type LossMeter,
  lossMeter,
  type SavedModel,
  toProbabilities,
} from "@imgcls/training";
import { openRun } from "./runs.js";

/** A trained model that is ready to classify. */
export interface Classifier extends Pick<SavedModel, "card"> {
  readonly parameters: number;
  readonly engine: EngineDescription;
  /** `[count, height, width, channels]`, 0..255 → probabilities `[count, classes]`. */
  predict(images: Uint8Array, count: number): Promise<Float32Array>;
  /** The same where the labels are known: the meter gets what the model's outputs come to. */
  measure(images: Uint8Array, labels: Int32Array, meter: LossMeter): Promise<Float32Array>;
  /** Of the loss that the model was trained with. */
  lossMeter(): LossMeter;
  dispose(): Promise<void>;
}

/**
 * Loads a run folder's model into the fastest engine that runs it.
 *
 * @param batchSize images that are usually predicted together
 */
export async function openClassifier(folder: string, batchSize: number): Promise<Classifier> {
  const { model, card } = await openRun(folder);
  const plan = { preprocessing: card.preprocessing, batchSize, inputShape: card.inputShape };
  const engine = await chooseEngine("auto", { task: { model, plan } });
  const predictor = await engine.createPredictor(model, plan);
  const units = model.outputs[0]!.shape.at(-1)!;
  const probabilities = (outputs: Float32Array) => toProbabilities(outputs, units, card.recipe.loss);
  return {
    card,
    parameters: model.countParams(),
    engine: predictor.description,
    async predict(images, count) {
      return probabilities(await predictor.predict(images, count));
    },
    async measure(images, labels, meter) {
      const outputs = await predictor.predict(images, labels.length);
      meter.add(outputs, labels);
      return probabilities(outputs);
    },
    lossMeter: () => lossMeter(model, card.recipe.loss),
    dispose: () => predictor.dispose(),
  };
}
