import type { Options } from "@imgcls/checks";
import type { Callback } from "../callback.js";
import type { Folder } from "../saving/folder.js";
import type { Contradictions } from "./complete-options.js";
import { CSV_LOGGER, type CsvLoggerConfig, csvLogger } from "./csv-logger.js";
import { EARLY_STOPPING, type EarlyStoppingOptions, earlyStopping } from "./early-stopping.js";
import {
  MODEL_CHECKPOINT,
  type ModelCheckpointConfig,
  modelCheckpoint,
  modelCheckpointContradictions,
} from "./model-checkpoint.js";
import {
  REDUCE_LR_ON_PLATEAU,
  type ReduceLROnPlateauOptions,
  reduceLROnPlateau,
} from "./reduce-lr-on-plateau.js";
import {
  STOCHASTIC_WEIGHT_AVERAGING,
  type StochasticWeightAveragingOptions,
  stochasticWeightAveraging,
} from "./stochastic-weight-averaging.js";
import { swapEMAWeights } from "./swap-ema-weights.js";
import { TENSOR_BOARD, type TensorBoardConfig, tensorBoard } from "./tensor-board.js";
import { TERMINATE_ON_NAN, type TerminateOnNaNOptions, terminateOnNaN } from "./terminate-on-nan.js";

/** What a callback may use of where its training takes place. */
export interface CallbackPlace {
  /** Where callbacks that write files write them. */
  readonly folder: Folder;
}

/** A callback that plain data describes. */
interface CallbackKind<Config> {
  readonly options: Options<Config>;
  readonly contradictions?: Contradictions<Required<Config>>;
  create(config: Config, place: CallbackPlace): Callback;
}

/** What can be said of each callback, by the `type` of its configuration. */
interface CallbackOptions {
  readonly csvLogger: CsvLoggerConfig;
  readonly earlyStopping: EarlyStoppingOptions;
  readonly modelCheckpoint: ModelCheckpointConfig;
  readonly reduceLROnPlateau: ReduceLROnPlateauOptions;
  readonly stochasticWeightAveraging: StochasticWeightAveragingOptions;
  readonly swapEMAWeights: Readonly<Record<never, never>>;
  readonly tensorBoard: TensorBoardConfig;
  readonly terminateOnNaN: TerminateOnNaNOptions;
}

export type CallbackName = keyof CallbackOptions;

/** A callback as plain JSON: its name and its options, such as `{ type: "earlyStopping", patience: 3 }`. */
export type CallbackConfig = {
  [Name in CallbackName]: { readonly type: Name } & CallbackOptions[Name];
}[CallbackName];

/** A new callback is a row here, and whoever lists callbacks finds it. */
export const CALLBACKS: { readonly [Name in CallbackName]: CallbackKind<CallbackOptions[Name]> } = {
  csvLogger: {
    options: CSV_LOGGER,
    create: (config, { folder }) => csvLogger({ ...config, folder }),
  },
  earlyStopping: { options: EARLY_STOPPING, create: earlyStopping },
  modelCheckpoint: {
    options: MODEL_CHECKPOINT,
    contradictions: modelCheckpointContradictions,
    create: (config, { folder }) => modelCheckpoint({ ...config, folder }),
  },
  reduceLROnPlateau: { options: REDUCE_LR_ON_PLATEAU, create: reduceLROnPlateau },
  stochasticWeightAveraging: {
    options: STOCHASTIC_WEIGHT_AVERAGING,
    create: stochasticWeightAveraging,
  },
  swapEMAWeights: { options: {}, create: swapEMAWeights },
  tensorBoard: {
    options: TENSOR_BOARD,
    create: (config, { folder }) => tensorBoard({ ...config, folder }),
  },
  terminateOnNaN: { options: TERMINATE_ON_NAN, create: terminateOnNaN },
};

export const CALLBACK_NAMES = Object.keys(CALLBACKS) as CallbackName[];

/** The row of a name, with the types that belong together joined again. */
export const kindOf = (type: CallbackName) =>
  CALLBACKS[type] as CallbackKind<Readonly<Record<string, unknown>>>;
