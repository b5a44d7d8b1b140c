import type * as tf from "@tensorflow/tfjs";
import { UnsupportedModelError, type UnsupportedPart } from "./errors.js";
import { LAYER_COMPILERS } from "./layers/index.js";
import { LOSS_NAMES } from "./losses/index.js";
import { OPTIMIZER_NAMES } from "./optimizers/index.js";
import type { InferenceOptions, LossConfig, OptimizerConfig } from "./types.js";
import { type WalkedModel, walkModel } from "./walk-model.js";

/**
 * The model as data, after everything that can be judged without building the graph was judged.
 * Throws UnsupportedModelError with all problems at once.
 */
export function compilableModel(
  model: tf.LayersModel,
  { batchSize, preprocessing }: InferenceOptions,
  training?: { loss: LossConfig; optimizer: OptimizerConfig },
): WalkedModel {
  const problems: UnsupportedPart[] = [];
  const walked = walkModel(model, problems);
  for (const step of walked.steps) {
    const reasons = LAYER_COMPILERS[step.className]?.unsupported(step) ?? [
      `this layer is not supported, use one of ${Object.keys(LAYER_COMPILERS).join(", ")}`,
    ];
    if (step.inputs.length !== 1) reasons.push(`it takes ${step.inputs.length} inputs; one is supported`);
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
    const { loss, optimizer } = training;
    option("loss", LOSS_NAMES.includes(loss.type), `"${loss.type}" is none of ${LOSS_NAMES.join(", ")}`);
    option(
      "optimizer",
      OPTIMIZER_NAMES.includes(optimizer.type),
      `"${optimizer.type}" is none of ${OPTIMIZER_NAMES.join(", ")}`,
    );
    if (!walked.steps.some((step) => step.trainable && step.weights.length > 0)) {
      const reason = "none of its layers has trainable weights";
      problems.push({ layer: model.name, className: "Model", reason });
    }
  }
  if (problems.length > 0) throw new UnsupportedModelError(problems);
  return walked;
}
