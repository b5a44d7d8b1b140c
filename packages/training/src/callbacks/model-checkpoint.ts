import { count, finite, flag, type Options, option, positive } from "@imgcls/checks";
import { type Callback, statefulCallback, type TrainingRun } from "../callback.js";
import type { Folder } from "../saving/folder.js";
import { MODEL_FILE, WEIGHTS_FILE } from "../saving/model-files.js";
import { type Complete, completeOptions } from "./complete-options.js";
import { filePattern, fillPattern, namesIn } from "./file-pattern.js";
import { folder, saveFreq } from "./folder-options.js";
import { MONITOR, Monitor, type MonitorOptions } from "./monitor.js";

export interface ModelCheckpointConfig extends Omit<MonitorOptions, "minDelta"> {
  /**
   * A subfolder for `model.json` and `weights.bin`, which any program reads with `tf.loadLayersModel`. May have
   * placeholders of `epoch`, `batch` and the metrics: `"epoch-{epoch:02d}-{val_loss:.4f}"`.
   */
  readonly filepath: string;
  /** Only models that are better than all before, by `monitor`. Default false. */
  readonly saveBestOnly?: boolean;
  /** Without `model.json`. Default false. */
  readonly saveWeightsOnly?: boolean;
  /** With `saveBestOnly`, what the first model has to be better than. Default: none. */
  readonly initialValueThreshold?: number;
  /** At the end of epochs, or every so many batches. Default "epoch". */
  readonly saveFreq?: "epoch" | number;
  /** Of `saveFreq: "epoch"`, only each so-many-th epoch. Default 1. */
  readonly everyEpochs?: number;
  /** Between these too, after the batch with which so much time has passed since the last save. Default: never. */
  readonly everySeconds?: number;
}

export interface ModelCheckpointOptions extends ModelCheckpointConfig {
  /** Where the models are written: `openFolder(directory)`. */
  readonly folder: Folder;
}

const { minDelta: _, ...MONITORED } = MONITOR;

export const MODEL_CHECKPOINT: Options<ModelCheckpointConfig> = {
  filepath: option(filePattern, {
    required: true,
    about: "a subfolder for model.json and weights.bin; {epoch}, {batch} and names of metrics are filled in",
  }),
  ...MONITORED,
  saveBestOnly: option(flag, { default: false, about: "only models that are better than all before" }),
  saveWeightsOnly: option(flag, { default: false, about: "without model.json" }),
  initialValueThreshold: option(finite, {
    about: "with saveBestOnly, what the first model has to be better than",
  }),
  saveFreq,
  everyEpochs: option(count, { default: 1, about: 'with saveFreq "epoch", only each so-many-th epoch' }),
  everySeconds: option(positive, {
    about: "also after the batch with which so much time has passed since the last save",
  }),
};

type Open = "initialValueThreshold" | "everySeconds";

const savesInEpochs = ({ saveFreq, everySeconds }: Complete<ModelCheckpointConfig, Open>): boolean =>
  saveFreq !== "epoch" || everySeconds !== undefined;

export function modelCheckpointContradictions(
  owner: string,
  config: Complete<ModelCheckpointConfig, Open>,
): string[] {
  const { filepath, monitor, saveBestOnly, saveFreq, everyEpochs } = config;
  const problems: string[] = [];
  const names = [...namesIn(filepath), ...(saveBestOnly ? [monitor] : [])];
  const validation = names.filter((name) => name.startsWith("val_"));
  if (savesInEpochs(config) && validation.length > 0) {
    problems.push(
      `expected filepath and monitor of ${owner}, which saves within epochs, to name only what is known there, such as "loss", received ${validation.join(", ")}: leave out saveFreq and everySeconds, or name others`,
    );
  }
  if (saveFreq !== "epoch" && everyEpochs !== 1) {
    problems.push(
      `${owner}.everyEpochs is for saveFreq "epoch", received saveFreq ${saveFreq}: leave one of them out`,
    );
  }
  return problems;
}

/**
 * Saves the model while it is trained, with the weights that are validated, as Keras 3's `ModelCheckpoint`. Two things are
 * other than there, because a model would be lost: a NaN is no best value that nothing beats, and every training begins
 * anew. Checkpoints to go on from are `checkpointing`'s.
 *
 * @throws TrainingOptionsError with every option that is unknown, wrong or missing, or all contradictions
 */
export function modelCheckpoint(options: ModelCheckpointOptions): Callback {
  const complete = completeOptions<ModelCheckpointOptions, Open>(
    "modelCheckpoint",
    options,
    { ...MODEL_CHECKPOINT, folder },
    modelCheckpointContradictions,
  );
  const { filepath, folder: place, saveBestOnly, saveWeightsOnly, saveFreq, everyEpochs } = complete;
  const { everySeconds = Number.POSITIVE_INFINITY } = complete;
  const monitor = new Monitor("modelCheckpoint", { ...complete, minDelta: 0 });
  const best: number | null = options.initialValueThreshold ?? null;
  const createState = () => ({ best });
  let lastSave = 0;

  async function save(
    values: Readonly<Record<string, number | undefined>>,
    run: TrainingRun,
    state: ReturnType<typeof createState>,
  ): Promise<void> {
    lastSave = performance.now();
    if (saveBestOnly) {
      const current = values[monitor.metric] ?? Number.NaN;
      if (!monitor.isBetter(current, state.best)) return;
      state.best = Number.isNaN(current) ? null : current;
    }
    const files = await run.weights.modelFiles();
    const name = fillPattern(filepath, values);
    // The model last: who finds it finds its weights. It is the same in every save, so that weights alone change.
    for (const file of saveWeightsOnly ? [WEIGHTS_FILE] : [WEIGHTS_FILE, MODEL_FILE]) {
      await place.write(`${name}/${file}`, [files.get(file)!]);
    }
  }

  return statefulCallback({
    name: `modelCheckpoint(${filepath})`,
    createState,

    onTrainBegin(_, { metrics }) {
      lastSave = performance.now();
      if (saveBestOnly) monitor.begin(metrics);
      const isThere = (name: string) => !savesInEpochs(complete) || !name.startsWith("val_");
      const known = ["epoch", "batch", ...Object.keys(metrics).filter(isThere)];
      const wanted = [...namesIn(filepath), ...(saveBestOnly ? [monitor.metric] : [])];
      const missing = wanted.filter((name) => !known.includes(name));
      if (missing.length === 0) return;
      throw new Error(
        `[imgcls/training] modelCheckpoint: expected filepath and monitor to name only ${known.join(", ")}, which are known when it saves, received ${missing.join(", ")}.`,
      );
    },

    async onBatchEnd({ epoch, batch, loss, accuracy, metrics }, run, state) {
      const isDue = saveFreq !== "epoch" && run.step % saveFreq === 0;
      if (!isDue && performance.now() - lastSave < everySeconds * 1000) return;
      await save({ epoch, batch, loss, accuracy, ...metrics }, run, state);
    },

    async onEpochEnd({ epoch, row }, run, state) {
      if (saveFreq !== "epoch" || epoch % everyEpochs !== 0) return;
      await save({ batch: run.batchesPerEpoch, ...row }, run, state);
    },
  });
}
