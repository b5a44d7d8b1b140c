import {
  type Check,
  type Checks,
  count,
  integer,
  missingProblems,
  object,
  optionProblems,
  texts,
} from "@imgcls/checks";
import {
  type LossConfig,
  lossProblems,
  type OptimizerConfig,
  optimizerProblems,
  type Preprocessing,
  preprocessingProblems,
} from "@imgcls/onnx";
import type { LayersModel } from "@tensorflow/tfjs";
import type { BatchSource } from "./batch.js";
import type { Callback } from "./callback.js";
import { callbackProblems } from "./callback-problems.js";
import { stateProblems } from "./callback-states.js";
import { type Checkpoint, originProblems, type TrainingOrigin } from "./checkpoint.js";
import { dataFormOf } from "./data-form.js";
import type { Engine } from "./engines/engine.js";
import type { Metric } from "./metrics/metric.js";
import { type MetricName, metricProblems } from "./metrics/table.js";
import { weightProblems } from "./model-weights.js";
import { engineCheck, has, lossCheck, notAModel, preprocessingCheck } from "./plan-problems.js";
import type { ScheduleConfig } from "./schedules/config.js";
import { scheduleProblems } from "./schedules/rate-factor.js";
import { classNameProblems, sourceProblems } from "./source-problems.js";

export interface FitOptions {
  readonly train: BatchSource;
  /** Measured after every epoch, in the order given. Default: none. */
  readonly validation?: BatchSource;
  /**
   * What is measured beside loss and accuracy, by name or as functions; those that need all predictions at once are
   * measured in validation only, and "gradient_norm" in training only: the L2 norm of all gradients together before
   * clipping, mean over the updates. Default: nothing.
   */
  readonly metrics?: readonly (MetricName | Metric)[];
  /** The number of the last epoch; a resumed training counts those it had. */
  readonly epochs: number;
  readonly optimizer: OptimizerConfig;
  /** How the optimizer's learning rate changes, step by step. Default: it does not. */
  readonly schedule?: ScheduleConfig;
  readonly loss: LossConfig;
  readonly preprocessing: Preprocessing;
  /** Default: the fastest that can train this model here. */
  readonly engine?: Engine;
  /** Their hooks are called in this order. Default: none. */
  readonly callbacks?: readonly Callback[];
  /**
   * Classes of layers that compute as in inference while their weights learn, as PyTorch's `module.eval()` has it:
   * "BatchNormalization" normalizes by its averages and keeps them, "Dropout" and "StochasticDepth" drop nothing. For
   * pretrained networks and few images. Default: none.
   */
  readonly asInInference?: readonly string[];
  /** Integer that dropout derives from. Default 0. */
  readonly seed?: number;
  /** Ends the training after the current step; the result can be resumed from exactly there. */
  readonly signal?: AbortSignal;
  readonly resumeFrom?: Checkpoint | undefined;
}

const source: Check = {
  expected: "a source of batches, such as batches(data) of @imgcls/datasets",
  accepts: (value) => has(value, "epoch"),
};
const CHECKS: Checks<FitOptions> = {
  train: source,
  validation: source,
  metrics: { expected: 'a list of metrics, such as ["top_5_accuracy"]', accepts: Array.isArray },
  epochs: count,
  optimizer: {
    expected: 'an object such as { type: "adam", learningRate: 0.001 }',
    accepts: (value) => has(value, "type"),
  },
  schedule: { expected: 'an object such as { type: "cosine" }', accepts: (value) => has(value, "type") },
  loss: lossCheck,
  preprocessing: preprocessingCheck,
  engine: engineCheck,
  callbacks: { expected: "a list of callbacks", accepts: Array.isArray },
  asInInference: {
    expected: 'a list of classes of layers, such as ["BatchNormalization"]',
    accepts: texts.accepts,
  },
  seed: integer,
  signal: { expected: "an AbortSignal", accepts: (value) => has(value, "aborted") },
  resumeFrom: { expected: "a checkpoint", accepts: (value) => has(value, "weights", "callbacks", "origin") },
};
const REQUIRED = ["train", "epochs", "optimizer", "loss", "preprocessing"] as const;

/** Options of other libraries' `fit`, and what there is of them here. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  x: "give train, a source of batches: batches(data) of @imgcls/datasets",
  y: "labels are in the batches of train",
  batchsize: "the source of batches has it: train: batches(data, { batchSize })",
  shuffle: "the source of batches has it: train: batches(data, { shuffle })",
  classweight: "the loss has it: loss: { type, classWeights: [1, 2] }",
  sampleweight: "each batch of train has its own sampleWeights",
  validationdata: "give validation, a source of batches: batches(data, { shuffle: false })",
  validationsplit:
    "split(data, { fraction, seed }) of @imgcls/datasets makes two sets; give batches of one to train and of the other to validation",
  initialepoch: "resumeFrom goes on from a checkpoint",
  learningrate: "the optimizer has it: optimizer: { type, learningRate }",
  lr: "the optimizer has it: optimizer: { type, learningRate }",
  verbose: "callbacks: [progressLine({ stream })] shows the progress",
};
const plain = (option: string): string => option.toLowerCase().replace(/[-_]|s$/g, "");

/** What is wrong with a training before its first step: a sentence each, empty when all is well. */
export function fitProblems(model: LayersModel, options: FitOptions): string[] {
  if (!object.accepts(options)) return optionProblems("fit", options, CHECKS);
  const isElsewhere = ([option]: readonly [string, unknown]) =>
    !Object.hasOwn(CHECKS, option) && Object.hasOwn(ELSEWHERE, plain(option));
  const entries = Object.entries(options);
  const own = Object.fromEntries(entries.filter((entry) => !isElsewhere(entry)));
  const problems = [
    ...entries
      .filter(isElsewhere)
      .map(([option]) => `fit has no option "${option}": ${ELSEWHERE[plain(option)]}`),
    ...optionProblems("fit", own, CHECKS),
    ...missingProblems("fit", options, CHECKS, REQUIRED),
    ...notAModel(model),
  ];
  // What follows reads inside the options, so each has to be what it should be.
  const isSound = (option: keyof FitOptions): boolean =>
    options[option] !== undefined && CHECKS[option].accepts(options[option]);
  const { train, validation, optimizer, schedule, loss, preprocessing, callbacks, resumeFrom } = options;
  if (isSound("optimizer")) problems.push(...optimizerProblems(optimizer));
  if (isSound("schedule")) problems.push(...scheduleProblems(schedule!));
  if (isSound("metrics")) problems.push(...metricProblems(options.metrics!));
  const ofCallbacks = isSound("callbacks") ? callbackProblems(callbacks!) : [];
  problems.push(...ofCallbacks);
  const areSound = callbacks === undefined || (isSound("callbacks") && ofCallbacks.length === 0);
  if (isSound("resumeFrom") && areSound) {
    problems.push(...stateProblems(callbacks ?? [], resumeFrom!.callbacks));
  }
  if (notAModel(model).length > 0) return problems;

  const form = dataFormOf(model);
  if (isSound("loss")) problems.push(...lossProblems(loss, form.classes));
  if (isSound("preprocessing"))
    problems.push(...preprocessingProblems(preprocessing, form.shape.at(-1) ?? undefined));
  if (isSound("train")) problems.push(...sourceProblems("train", train, form));
  if (isSound("validation")) problems.push(...sourceProblems("validation", validation!, form));
  if (isSound("train") && isSound("validation")) problems.push(...classNameProblems(train, validation!));
  if (isSound("resumeFrom") && isSound("train")) {
    problems.push(
      ...originProblems(resumeFrom!, originOf(options)),
      ...weightProblems(model, resumeFrom!.weights),
    );
  }
  return problems;
}

export const originOf = ({ train, seed = 0 }: FitOptions): TrainingOrigin => ({
  seed,
  batchSize: train.batchSize,
  trainSize: train.size,
});
