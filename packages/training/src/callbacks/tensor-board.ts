import { type Check, count, type Options, object, option } from "@imgcls/checks";
import { ABORTED, type Callback, statefulCallback } from "../callback.js";
import type { HistoryRow } from "../history.js";
import type { Folder } from "../saving/folder.js";
import {
  type Hyperparameters,
  type Scalar,
  scalarEvent,
  sessionEndEvent,
  sessionStartEvent,
  versionEvent,
} from "../tensorboard/events.js";
import { recordFile } from "../tensorboard/records.js";
import { completeOptions } from "./complete-options.js";
import { filePath } from "./file-pattern.js";
import { folder } from "./folder-options.js";

export interface TensorBoardConfig {
  /** A subfolder, in which training and validation have one each. Default "logs". */
  readonly logDir?: string;
  /** Beside those of epochs, scalars of every batch or of each so-many-th. Default "epoch": none. */
  readonly updateFreq?: "epoch" | "batch" | number;
  /** What TensorBoard's table of hyper-parameters says of this training. Default: nothing. */
  readonly hparams?: Hyperparameters;
}

export interface TensorBoardOptions extends TensorBoardConfig {
  /** Where the files are written: `openFolder(directory)`. */
  readonly folder: Folder;
}

const frequency: Check = {
  expected: '"epoch" or "batch" or a positive number of batches',
  accepts: (value) => value === "epoch" || value === "batch" || count.accepts(value),
};

const hyperparameters: Check = {
  ...object,
  expected: "an object of finite numbers, texts and true or false",
  accepts: (value) =>
    object.accepts(value) &&
    Object.values(value as object).every(
      (each) => ["string", "boolean"].includes(typeof each) || Number.isFinite(each),
    ),
};

export const TENSOR_BOARD: Options<TensorBoardConfig> = {
  logDir: option(filePath, {
    default: "logs",
    about: "a subfolder, in which training and validation have one each",
  }),
  updateFreq: option(frequency, {
    default: "epoch",
    about: "beside those of epochs, scalars of every batch or of each so-many-th",
  }),
  hparams: option(hyperparameters, {
    about: "what TensorBoard's table of hyper-parameters says of this training",
  }),
};

/** Points wait no longer than that for their file. */
const LONGEST_WAIT_MS = 30_000;
const MOST_WAITING = 1000;
/** Of a row, no measurements. */
const NO_SCALARS = ["epoch", "seconds"];

type Point = readonly [tag: string, step: number, value: number, seconds: number];

/**
 * Writes what TensorBoard shows, as Keras 3's `TensorBoard`: `epoch_loss`, `epoch_accuracy`, `epoch_learning_rate` and further
 * metrics in `train`, those of validation in `validation` under the same names, with steps from 0; `batch_loss` and so on,
 * means over the epoch so far, by the number of the step. There are no weights, images, graphs and profiles.
 *
 * Every epoch is a file of its own: files are never changed, so TensorBoard may read while a training writes. A training
 * that goes on from a checkpoint first removes what it had written after it.
 *
 * @throws TrainingOptionsError with every option that is unknown, wrong or missing
 */
export function tensorBoard(options: TensorBoardOptions): Callback {
  const {
    folder: place,
    logDir,
    updateFreq,
    hparams,
  } = completeOptions<TensorBoardOptions, "hparams">("tensorBoard", options, { ...TENSOR_BOARD, folder });
  const everyBatches = updateFreq === "batch" ? 1 : updateFreq;
  let lastWrite = 0;

  const createState = () => ({
    /** When the training began, in seconds since 1970. */
    start: 0,
    /** How many times files were written. */
    writes: 0,
    waiting: [] as readonly Point[],
  });
  type State = ReturnType<typeof createState>;

  /** All of one training begin with the same text, and sort by number. */
  const prefixOf = ({ start }: State) => `events.out.tfevents.${start.toFixed(3)}.imgcls.`;

  async function write(state: State, events: Readonly<Record<string, readonly Uint8Array[]>>): Promise<void> {
    const name = `${prefixOf(state)}${String(state.writes).padStart(6, "0")}`;
    for (const [directory, records] of Object.entries(events)) {
      if (records.length === 0) continue;
      await place.write(`${directory}/${name}`, [recordFile([versionEvent(state.start), ...records])]);
    }
    state.writes += 1;
    lastWrite = Date.now();
  }

  async function writePoints(state: State, validation: readonly Point[] = []): Promise<void> {
    const { waiting } = state;
    state.waiting = [];
    await write(state, {
      [`${logDir}/train`]: waiting.map(encode),
      [`${logDir}/validation`]: validation.map(encode),
    });
  }

  async function removeLaterFiles(state: State): Promise<void> {
    const prefix = prefixOf(state);
    for (const directory of [logDir, `${logDir}/train`, `${logDir}/validation`]) {
      for (const name of await place.list(directory)) {
        const isLater = name.startsWith(prefix) && Number(name.slice(prefix.length)) >= state.writes;
        if (isLater) await place.remove(`${directory}/${name}`);
      }
    }
  }

  return statefulCallback({
    name: "tensorBoard",
    createState,

    async onTrainBegin(_event, _run, state) {
      lastWrite = Date.now();
      if (state.start > 0) return removeLaterFiles(state);
      state.start = lastWrite / 1000;
      if (hparams) await write(state, { [logDir]: [sessionStartEvent(state.start, hparams)] });
    },

    async onBatchEnd({ loss, accuracy, metrics }, { step }, state) {
      if (everyBatches === "epoch" || step % everyBatches !== 0) return;
      state.waiting = [...state.waiting, ...points("batch_", step, { loss, accuracy, ...metrics })];
      const isDue = Date.now() - lastWrite > LONGEST_WAIT_MS || state.waiting.length >= MOST_WAITING;
      if (isDue) await writePoints(state);
    },

    async onEpochEnd({ epoch, row }, _run, state) {
      const { training, validation } = parted(row);
      state.waiting = [...state.waiting, ...points("epoch_", epoch - 1, training)];
      await writePoints(state, points("epoch_", epoch - 1, validation));
    },

    async onTrainEnd({ stopped }, _run, state) {
      await writePoints(state);
      if (hparams && stopped !== ABORTED) {
        await write(state, { [logDir]: [sessionEndEvent(state.start, Date.now() / 1000)] });
      }
    },
  });
}

function parted(row: HistoryRow) {
  const measured = Object.entries(row).filter(([name]) => !NO_SCALARS.includes(name));
  const isValidation = ([name]: readonly [string, unknown]) => name.startsWith("val_");
  return {
    training: Object.fromEntries(measured.filter((entry) => !isValidation(entry))),
    validation: Object.fromEntries(
      measured.filter(isValidation).map(([name, value]) => [name.slice("val_".length), value]),
    ),
  };
}

function points(
  prefix: string,
  step: number,
  values: Readonly<Record<string, number | undefined>>,
): readonly Point[] {
  const seconds = Date.now() / 1000;
  return Object.entries(values).flatMap(([name, value]): Point[] =>
    value === undefined ? [] : [[`${prefix}${name}`, step, value, seconds]],
  );
}

const encode = ([tag, step, value, seconds]: Point): Uint8Array =>
  scalarEvent(seconds, { tag, step, value } satisfies Scalar);
