import type { Check } from "@imgcls/checks";
import type { Callback } from "../callback.js";
import type { Folder } from "../saving/folder.js";
import { CSV_LOGGER, type CsvLoggerConfig, csvLogger } from "./csv-logger.js";
import { EARLY_STOPPING, earlyStopping } from "./early-stopping.js";
import { MODEL_CHECKPOINT, type ModelCheckpointConfig, modelCheckpoint } from "./model-checkpoint.js";
import { REDUCE_LR_ON_PLATEAU, reduceLROnPlateau } from "./reduce-lr-on-plateau.js";
import { STOCHASTIC_WEIGHT_AVERAGING, stochasticWeightAveraging } from "./stochastic-weight-averaging.js";
import { swapEMAWeights } from "./swap-ema-weights.js";
import { TENSOR_BOARD, type TensorBoardConfig, tensorBoard } from "./tensor-board.js";
import { TERMINATE_ON_NAN, terminateOnNaN } from "./terminate-on-nan.js";

/** What a callback may use of where its training takes place. */
export interface CallbackPlace {
  /** Where callbacks that write files write them. */
  readonly folder: Folder;
}

/** A callback that plain data describes. */
interface CallbackKind {
  /** Of each option. */
  readonly checks: Readonly<Record<string, Check>>;
  /** Options that have no default. */
  readonly required?: readonly string[];
  create(options: never, place: CallbackPlace): Callback;
}

/** Callbacks by the `type` of their configuration. A new one is a row here, and whoever lists callbacks finds it. */
export const CALLBACKS = {
  csvLogger: {
    checks: CSV_LOGGER,
    required: ["filename"],
    create: (options: CsvLoggerConfig, { folder }: CallbackPlace) => csvLogger({ ...options, folder }),
  },
  earlyStopping: { checks: EARLY_STOPPING, create: earlyStopping },
  modelCheckpoint: {
    checks: MODEL_CHECKPOINT,
    required: ["filepath"],
    create: (options: ModelCheckpointConfig, { folder }: CallbackPlace) =>
      modelCheckpoint({ ...options, folder }),
  },
  reduceLROnPlateau: { checks: REDUCE_LR_ON_PLATEAU, create: reduceLROnPlateau },
  stochasticWeightAveraging: {
    checks: STOCHASTIC_WEIGHT_AVERAGING,
    required: ["startEpoch"],
    create: stochasticWeightAveraging,
  },
  swapEMAWeights: { checks: {}, create: swapEMAWeights },
  tensorBoard: {
    checks: TENSOR_BOARD,
    create: (options: TensorBoardConfig, { folder }: CallbackPlace) => tensorBoard({ ...options, folder }),
  },
  terminateOnNaN: { checks: TERMINATE_ON_NAN, create: terminateOnNaN },
} as const satisfies Readonly<Record<string, CallbackKind>>;

export type CallbackName = keyof typeof CALLBACKS;
export const CALLBACK_NAMES = Object.keys(CALLBACKS) as CallbackName[];

type ParametersOf<Name extends CallbackName> = Parameters<(typeof CALLBACKS)[Name]["create"]>;
type OptionsOf<Name extends CallbackName> =
  ParametersOf<Name> extends readonly [] ? unknown : NonNullable<ParametersOf<Name>[0]>;

/** A callback as plain JSON: its name and its options, such as `{ type: "earlyStopping", patience: 3 }`. */
export type CallbackConfig = {
  [Name in CallbackName]: { readonly type: Name } & OptionsOf<Name>;
}[CallbackName];

/** The row of a name, with the types that belong together joined again. */
export const kindOf = (type: CallbackName) =>
  CALLBACKS[type] as Omit<CallbackKind, "create"> & {
    create(options: object, place: CallbackPlace): Callback;
  };
