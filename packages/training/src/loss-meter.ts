import { type LossConfig, lossProblems } from "@imgcls/onnx";
import type { LayersModel } from "@tensorflow/tfjs";
import { batchLosses } from "./batch-loss.js";
import { dataFormOf } from "./data-form.js";
import { endsInSoftmax } from "./ends-in-softmax.js";
import { requireNone } from "./training-plan.js";

export interface MeasuredLoss {
  /** Mean over the images. */
  readonly loss: number;
  readonly accuracy: number;
}

/** Adds up what batch after batch comes to. */
export interface LossMeter {
  /**
   * @param outputs `[n, classes]`, as the model gives them
   * @param labels `[n]`, class indices
   */
  add(outputs: Float32Array, labels: Int32Array): void;
  /** Of all images so far. */
  result(): MeasuredLoss;
}

/**
 * The one definition of a loss outside of training, of `fit`'s `val_loss` and of any test: the mean of the training's own
 * loss function, label smoothing included, as Keras's `evaluate` has it; without class weights, sample weights and the
 * penalties of regularizers. Throws TrainingOptionsError when the loss is none.
 */
export function lossMeter(model: LayersModel, loss: LossConfig): LossMeter {
  requireNone(lossProblems(loss, dataFormOf(model).classes), "lossMeter");
  const lossOf = batchLosses(loss, endsInSoftmax(model));
  let images = 0;
  let lossSum = 0;
  let correct = 0;
  return {
    add(outputs, labels) {
      const batch = lossOf(outputs, labels);
      images += labels.length;
      lossSum += batch.lossSum;
      correct += batch.correct;
    },
    result: () => ({ loss: lossSum / images, accuracy: correct / images }),
  };
}
