import type * as tf from "@tensorflow/tfjs";
import { UnsupportedModelError, type UnsupportedPart } from "./errors.js";
import { LAYER_COMPILERS, supportedLayers } from "./layers/index.js";
import { lossProblems } from "./losses/index.js";
import { optimizerProblems } from "./optimizers/index.js";
import type { InferenceOptions, TrainingStepOptions } from "./types.js";
import { type WalkedModel, walkModel } from "./walk-model.js";

/**
 * The model as data, after everything that can be judged without building the graph was judged.
 * Throws UnsupportedModelError with all problems at once.
 */
export function compilableModel(
  model: tf.LayersModel,
  { batchSize, preprocessing }: InferenceOptions,
  training?: Pick<TrainingStepOptions, "loss" | "lossWeights" | "optimizer">,
): WalkedModel {
  const problems: UnsupportedPart[] = [];
  // Auxiliary classifiers are for training alone.
  const walked = walkModel(model, problems, training ? model.outputs : model.outputs.slice(0, 1));
  for (const step of walked.steps) {
    const reasons = LAYER_COMPILERS[step.className]?.unsupported(step) ?? [
      `this layer is not supported, use one of ${supportedLayers().join(", ")}`,
    ];
    problems.push(...reasons.map((reason) => ({ layer: step.name, className: step.className, reason })));
  }

  const option = (name: string, isValid: boolean, reason: string) => {
    if (!isValid) problems.push({ layer: name, className: "option", reason });
  };
  option("batchSize", Number.isInteger(batchSize) && batchSize > 0, `${batchSize} is no positive integer`);
  const channels = walked.inputShape[2];
  for (const name of ["mean", "std"] as const) {
    const numbers = preprocessing[name];
    option(
      `preprocessing.${name}`,
      numbers === undefined || numbers.length === channels,
      `it has ${numbers?.length} numbers for ${channels} channels`,
    );
  }
  if (training) {
    const { loss, lossWeights, optimizer } = training;
    const classes = model.outputs[0]!.shape[1]!;
    for (const reason of lossProblems(loss, classes)) option("loss", false, reason);
    for (const reason of optimizerProblems(optimizer)) option("optimizer", false, reason);
    option(
      "classes",
      classes > 1,
      "the model has one output; a classifier has one for each of two or more classes",
    );
    const outputs = walked.outputs.length;
    option(
      "lossWeights",
      lossWeights === undefined || lossWeights.length === outputs,
      `it has ${lossWeights?.length} numbers for ${outputs} outputs`,
    );
    if (!walked.steps.some((step) => step.weights.some(({ trainable }) => trainable))) {
      const reason = "none of its layers has trainable weights";
      problems.push({ layer: model.name, className: "Model", reason });
    }
  }
  if (problems.length > 0) throw new UnsupportedModelError(problems);
  return walked;
}
