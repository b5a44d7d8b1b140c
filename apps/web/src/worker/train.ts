import { buildModel, getPreset, type OptimizerConfig, type TrainingRecipe } from "@imgcls/architectures";
import { batches, classCounts, type Dataset, type LabeledImages, parseAugmentations } from "@imgcls/datasets";
import {
  ABORTED,
  type Engine,
  type EngineDescription,
  earlyStopping,
  fit,
  type TrainingPlan,
  terminateOnNaN,
  trainingOutcome,
} from "@imgcls/training";
import type { TrainingEvent, TrainSettings } from "../protocol.js";
import { describeEngine, pickEngine } from "./engines.js";
import { modelCard } from "./model-card.js";
import { progressMessages } from "./progress.js";
import type { Run } from "./run.js";
import { LabError } from "./sentences.js";

/** Predicting needs no gradients, so a larger batch than the training's is faster. */
const TEST_BATCH_SIZE = 256;

/** @throws LabError when the loss is no number any more; what `fit` throws */
export async function train(
  settings: TrainSettings,
  data: Dataset<LabeledImages>,
  signal: AbortSignal,
  send: (event: TrainingEvent) => void,
): Promise<Run> {
  const preset = getPreset(settings.preset);
  const training = recipeFrom(preset.training, settings);
  const { seed } = settings;
  const model = buildModel(preset, { inputShape: data.shape, classes: data.classNames.length, seed });
  const plan: TrainingPlan = {
    optimizer: training.optimizer,
    loss: training.loss,
    preprocessing: preset.preprocessing,
    seed,
    batchSize: training.batchSize,
  };
  const log = (text: string) => send({ type: "notice", text });
  const engine = await pickEngine(settings.engine, { model, plan }, log);
  const augment = parseAugmentations(settings.augment);
  // Own images are few and small: threads for them would only have to be loaded.
  const source = batches(data.train, { batchSize: training.batchSize, seed, augment, workers: 0 });

  const validation = data.validation ?? data.test;
  const result = await fit(model, {
    optimizer: plan.optimizer,
    loss: plan.loss,
    preprocessing: plan.preprocessing,
    seed,
    train: source,
    validation: batches(validation, { batchSize: TEST_BATCH_SIZE, shuffle: false }),
    epochs: training.epochs,
    engine: announced(engine, (started) =>
      send({
        type: "started",
        engine: describeEngine(started),
        batchesPerEpoch: source.batchesPerEpoch,
      }),
    ),
    callbacks: [
      terminateOnNaN(),
      ...(training.earlyStopping === undefined ? [] : [earlyStopping(training.earlyStopping)]),
      progressMessages(send, source.size, data.validation === undefined ? "test" : "validation"),
    ],
    signal,
  });
  const { checkpoint, history, stopped } = result;
  if (!Number.isFinite(checkpoint.sums.loss)) {
    throw new LabError(
      "The loss is no longer a number, because the steps were too large. Choose a smaller learning rate and train again.",
    );
  }
  const card = await modelCard({ preset, training, augment, data, seed, engine: result.engine, history });
  return {
    model,
    card,
    history,
    checkpoint,
    data,
    outcome: trainingOutcome(history, classCounts(validation)).kind,
    ...(stopped !== undefined && stopped !== ABORTED && { stopped }),
  };
}

/** Keras's default learning rates say nothing about another optimizer, so only its own settings stay. */
function recipeFrom(recipe: TrainingRecipe, settings: TrainSettings): TrainingRecipe {
  const { optimizer: type, learningRate, epochs, batchSize } = settings;
  const optimizer: OptimizerConfig =
    recipe.optimizer.type === type ? { ...recipe.optimizer, learningRate } : { type, learningRate };
  return { ...recipe, epochs, batchSize, optimizer };
}

/** The same engine; `announce` is told what it is as soon as it is ready to train. */
const announced = (engine: Engine, announce: (description: EngineDescription) => void): Engine => ({
  ...engine,
  async createSession(model, plan) {
    const session = await engine.createSession(model, plan);
    announce(session.description);
    return session;
  },
});
