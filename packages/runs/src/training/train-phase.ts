import { type Batches, batches } from "@imgcls/datasets";
import {
  type Callback,
  type CallbackConfig,
  type Checkpoint,
  callbackFromConfig,
  checkpointing,
  chooseEngine,
  type Engine,
  type EngineDescription,
  type FitResult,
  fit,
  type LossConfig,
  type MetricName,
  type PhaseProgress,
  type Preprocessing,
  type SessionMemory,
  terminateOnNaN,
} from "@imgcls/training";
import type { LayersModel } from "@tensorflow/tfjs";
import type { Parts } from "../data/parts.js";
import { TEST_BATCH_SIZE } from "../judging/measure.js";
import type { RunPlace } from "../places/place.js";
import { RecipeError } from "../recipe/problems.js";
import type { Recipe, TrainingSettings } from "../recipe/recipe.js";
import { announced } from "./announced.js";
import type { TrainRunOptions } from "./options.js";
import { planOf } from "./plan-of.js";
import type { RunSaver } from "./run-saver.js";
import { trainOnly } from "./trainable-layers.js";

/** Of work, and what saving takes, are lost at most when the process is killed. */
const SECONDS_BETWEEN_SAVES = 20;

export interface PhaseJob {
  readonly recipe: Recipe;
  readonly settings: TrainingSettings;
  readonly phase: PhaseProgress;
  readonly parts: Parts;
  readonly model: LayersModel;
  readonly preprocessing: Preprocessing;
  /** With the weights of the classes. */
  readonly loss: LossConfig;
  readonly place: RunPlace;
  readonly saver: RunSaver;
  readonly options: TrainRunOptions;
  readonly resumeFrom: Checkpoint | undefined;
  readonly onStart: (
    engine: EngineDescription,
    memory: SessionMemory | undefined,
    batchesPerEpoch: number,
  ) => void;
}

export interface TrainedPhase {
  readonly result: FitResult;
  readonly engine: Engine;
}

/** One training of a recipe: from its first epoch, or from a checkpoint, to its last. */
export async function trainPhase(job: PhaseJob): Promise<TrainedPhase> {
  const { recipe, settings, parts, model, preprocessing, loss, options, resumeFrom } = job;
  const { epochs, schedule } = settings;
  trainOnly(model, settings);
  const seed = recipe.seed + job.phase.index;
  const train = trainingBatches(job, seed);
  const { batchSize, ...steps } = planOf(settings, { loss, preprocessing, seed });
  const choose = options.engine ?? ((task) => chooseEngine("auto", { task }));
  const engine = await choose({ model, plan: { batchSize, ...steps } });
  const saving = closable(savingOf(job));
  try {
    const result = await fit(model, {
      ...steps,
      schedule,
      train,
      ...(parts.validation && {
        validation: batches(parts.validation, { batchSize: TEST_BATCH_SIZE, shuffle: false }),
      }),
      metrics: recipe.metrics as readonly MetricName[],
      epochs,
      engine: announced(engine, (description, memory) =>
        job.onStart(description, memory, train.batchesPerEpoch),
      ),
      callbacks: callbacksOf(job, saving.act),
      ...(options.signal && { signal: options.signal }),
      ...(resumeFrom && { resumeFrom }),
    });
    return { result, engine };
  } finally {
    // A training that failed has not waited for what was saved beside it, and the place is somebody else's then.
    await saving.close();
    train.dispose();
  }
}

type Save = (checkpoint: Checkpoint) => Promise<void>;

/** The same act until it is closed: what has begun ends before, and nothing begins any more. */
function closable(save: Save): { readonly act: Save; close(): Promise<void> } {
  let isOpen = true;
  let last = Promise.resolve();
  return {
    act(checkpoint) {
      if (isOpen) last = save(checkpoint);
      return last;
    },
    async close() {
      isOpen = false;
      await last.catch(() => undefined);
    },
  };
}

const savingOf =
  ({ settings, phase, saver }: PhaseJob): Save =>
  async (checkpoint) => {
    // The last epoch's state is saved when the callbacks have had their last word.
    if (checkpoint.epoch > settings.epochs || checkpoint.stopped !== undefined) return;
    await (checkpoint.batchInEpoch > 0
      ? saver.progress({ checkpoint, phase })
      : saver.whole({ checkpoint, phase }));
  };

/** @throws RecipeError where the augmentation makes images of another size than those that are validated and tested */
function trainingBatches({ recipe, settings, parts, options }: PhaseJob, seed: number): Batches {
  const { augment, mix, classBalanced } = recipe.data;
  const train = batches(parts.train, {
    batchSize: settings.batchSize,
    dropLast: settings.dropLast && parts.train.length >= settings.batchSize,
    seed,
    augment,
    mix,
    classBalanced,
    ...(options.workers !== undefined && { workers: options.workers }),
  });
  const { shape } = parts.test;
  if (String(train.shape) === String(shape)) return train;
  train.dispose();
  throw new RecipeError([
    `recipe.data.augment: expected training images of ${shape.join("×")} as the test images are, received ${train.shape.join("×")}: leave out the size of the crop`,
  ]);
}

/** The recipe's own, those that show what happens, and the one that saves. */
function callbacksOf({ recipe, place: { folder }, options }: PhaseJob, save: Save): Callback[] {
  const own = recipe.callbacks.map((config) => callbackFromConfig(config as CallbackConfig, { folder }));
  const guards = own.some(({ name }) => name === "terminateOnNaN") ? [] : [terminateOnNaN()];
  return [
    ...guards,
    ...own,
    ...(options.callbacks ?? []),
    checkpointing({ save, everySeconds: SECONDS_BETWEEN_SAVES }),
  ];
}
