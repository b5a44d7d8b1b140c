import type * as tf from "@tensorflow/tfjs";
import { UnsupportedModelError } from "./errors.js";
import { LAYER_COMPILERS, supportedLayers } from "./layers/index.js";
import { type ModelUse, walkedForm } from "./model-form.js";
import type { WalkedModel } from "./walk-model.js";

/**
 * The model as data, after everything that can be judged without building the graph was judged.
 * Throws UnsupportedModelError with all problems at once.
 */
export function compilableModel(model: tf.LayersModel, use: ModelUse): WalkedModel {
  const { walked, problems } = walkedForm(model, use);
  const ofLayers = walked.steps.flatMap((step) => {
    const reasons = LAYER_COMPILERS[step.className]?.unsupported(step) ?? [
      `this layer is not supported, use one of ${supportedLayers().join(", ")}`,
    ];
    return reasons.map((reason) => ({ layer: step.name, className: step.className, reason }));
  });
  const all = [...problems, ...ofLayers];
  if (all.length > 0) throw new UnsupportedModelError(all, problems.length > 0);
  return walked;
}
