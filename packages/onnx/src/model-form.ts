import type * as tf from "@tensorflow/tfjs";
import type { UnsupportedPart } from "./errors.js";
import type { LossConfig } from "./losses/config.js";
import { needsTwoOutputs } from "./losses/index.js";
import { lastStep } from "./rewrite-model.js";
import { type WalkedModel, walkModel } from "./walk-model.js";

/** How many classes the model tells apart: one for each output, and two where the only output says how much it is class 1. */
export function classCount(model: tf.LayersModel): number {
  return hasOneOutput(model) ? 2 : (model.outputs[0]?.shape.at(-1) ?? 0);
}

const hasOneOutput = ({ outputs: [first] }: tf.LayersModel): boolean =>
  first?.shape.length === 2 && first.shape[1] === 1;

export interface ModelUse {
  /** `[height, width, channels]` of the images, which a model of free input size has to be told. */
  readonly inputShape?: readonly number[] | undefined;
  /** What it is trained with. Without it the model only predicts. */
  readonly loss?: LossConfig | undefined;
}

/** The model as data, with what no engine could do with it, however it computes. */
export function walkedForm(
  model: tf.LayersModel,
  { inputShape, loss }: ModelUse,
): { walked: WalkedModel; problems: UnsupportedPart[] } {
  const problems: UnsupportedPart[] = [];
  // Auxiliary classifiers are only for training.
  const walked = walkModel(model, problems, loss ? model.outputs : model.outputs.slice(0, 1), inputShape);
  const ofModel = (reason: string) => problems.push({ layer: model.name, className: "Model", reason });
  if (loss && !walked.steps.some((step) => step.weights.some(({ trainable }) => trainable))) {
    ofModel("it has no weights to train; set trainable = true on the layers that are to learn");
  }
  if (!hasOneOutput(model)) return { walked, problems };
  if (lastStep(walked)?.config.activation === "softmax") {
    ofModel('its softmax over one unit is always 1; use the activation "sigmoid", or a unit for each class');
  }
  if (loss && needsTwoOutputs(loss)) {
    ofModel(
      `its one output cannot learn with ${loss.type}; use the loss binaryCrossentropy, or a unit for each class`,
    );
  }
  return { walked, problems };
}

/**
 * Why no engine could train or run the model, a sentence each; empty when one may. Whether an engine supports its layers is
 * another question.
 */
export const modelProblems = (model: tf.LayersModel, use: ModelUse = {}): string[] =>
  walkedForm(model, use).problems.map(({ layer, className, reason }) => {
    const part = className === "Model" ? "" : `, layer "${layer}" (${className})`;
    return `model "${model.name}"${part}: ${reason}`;
  });
