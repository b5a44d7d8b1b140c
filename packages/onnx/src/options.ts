import {
  anything,
  type Check,
  type Checks,
  count,
  finite,
  flag,
  missingProblems,
  object,
  oneOf,
  optionProblems,
  positive,
  texts,
} from "@imgcls/checks";
import type * as tf from "@tensorflow/tfjs";
import { CompilerOptionsError } from "./errors.js";
import type { ExportOptions, UnknownOutput } from "./export-onnx.js";
import { lossProblems } from "./losses/index.js";
import { classCount } from "./model-form.js";
import { optimizerProblems } from "./optimizers/index.js";
import { preprocessingProblems } from "./preprocessing-problems.js";
import type { InferenceOptions, InspectionOptions, TrainingStepOptions } from "./types.js";

const lowering: Check = {
  expected: '"portable", "gpu" or { blocked, fromChannels? }',
  accepts: (value) =>
    value === "portable" ||
    value === "gpu" ||
    (object.accepts(value) && optionProblems("lowering", value as object, BLOCKS).length === 0),
};
const BLOCKS: Checks<{ blocked: number; fromChannels: number }> = { blocked: count, fromChannels: count };

const inputShape: Check = {
  expected: "[height, width, channels]",
  accepts: (value) => Array.isArray(value) && value.length === 3 && value.every(count.accepts),
};

const weights: Check = {
  expected: "a Map of Float32Arrays by weight name",
  accepts: (value) => value instanceof Map,
};

const lossWeights = (outputs: number): Check => ({
  expected: `a list of ${outputs} numbers, one for each output of the model`,
  accepts: (value) => Array.isArray(value) && value.length === outputs && value.every(Number.isFinite),
});

const [FIRST_OPSET, LAST_OPSET] = [13, 21];
const opset: Check = {
  expected: `an integer from ${FIRST_OPSET} to ${LAST_OPSET}`,
  accepts: (value) => Number.isInteger(value) && Number(value) >= FIRST_OPSET && Number(value) <= LAST_OPSET,
};

const INFERENCE: Checks<InferenceOptions> = {
  batchSize: count,
  preprocessing: anything,
  lowering,
  inputShape,
  weights,
};

const INSPECTION: Checks<InspectionOptions> = {
  batchSize: count,
  preprocessing: anything,
  lowering,
  inputShape,
  outputs: texts,
  gradients: texts,
  imageGradient: flag,
};

const trainingChecks = ({ outputs }: tf.LayersModel): Checks<TrainingStepOptions> => ({
  batchSize: count,
  preprocessing: anything,
  lowering,
  inputShape,
  loss: object,
  lossWeights: lossWeights(outputs.length),
  optimizer: object,
  softLabels: flag,
  sampleWeights: flag,
  predictions: flag,
  gradientNorm: flag,
  asInInference: texts,
});

const UNKNOWN: Checks<UnknownOutput> = { score: oneOf("energy", "uncertainty"), threshold: finite };

const exportChecks = (model: tf.LayersModel): Checks<ExportOptions> => ({
  preprocessing: anything,
  classNames: {
    expected: `a list of ${classCount(model)} texts, one a class`,
    accepts: (value) => texts.accepts(value) && (value as unknown[]).length === classCount(model),
  },
  includePreprocessing: flag,
  imageType: oneOf("uint8", "float32"),
  softmax: flag,
  dynamicBatch: flag,
  batchSize: count,
  opset,
  fp16: flag,
  fit: oneOf("fill", "cover", "contain"),
  temperature: positive,
  unknown: {
    expected: '{ score: "energy" or "uncertainty", threshold: a number }',
    accepts: (value) =>
      object.accepts(value) &&
      optionProblems("unknown", value as object, UNKNOWN).length === 0 &&
      missingProblems("unknown", value as object, UNKNOWN, ["score", "threshold"]).length === 0,
  },
  inputShape,
});

/** @throws CompilerOptionsError with all that is wrong */
export function requireInferenceOptions(model: tf.LayersModel, options: InferenceOptions): void {
  requireAll("compileInference", INFERENCE, ["batchSize"], model, options);
}

/** @throws CompilerOptionsError with all that is wrong */
export function requireInspectionOptions(model: tf.LayersModel, options: InspectionOptions): void {
  requireAll("compileInspection", INSPECTION, ["batchSize"], model, options);
}

/** @throws CompilerOptionsError with all that is wrong */
export function requireExportOptions(model: tf.LayersModel, options: ExportOptions): void {
  requireAll("exportOnnx", exportChecks(model), [], model, options);
}

/** @throws CompilerOptionsError with all that is wrong */
export function requireTrainingStepOptions(model: tf.LayersModel, options: TrainingStepOptions): void {
  const checks = trainingChecks(model);
  requireAll("compileTrainingStep", checks, ["batchSize", "loss", "optimizer"], model, options, () => [
    ...(object.accepts(options.loss) ? lossProblems(options.loss, classCount(model)) : []),
    ...(object.accepts(options.optimizer) ? optimizerProblems(options.optimizer) : []),
  ]);
}

function requireAll<Options extends Pick<InferenceOptions, "preprocessing">>(
  owner: string,
  checks: Readonly<Record<string, Check>>,
  required: readonly string[],
  model: tf.LayersModel,
  options: Options,
  further: () => readonly string[] = () => [],
): void {
  const problems = optionProblems(owner, options, checks);
  if (object.accepts(options)) {
    const channels = model.inputs[0]?.shape[3] ?? undefined;
    problems.push(
      ...missingProblems(owner, options, checks, required),
      ...preprocessingProblems(options.preprocessing, channels),
      ...further(),
    );
  }
  if (problems.length > 0) throw new CompilerOptionsError(owner, problems);
}
