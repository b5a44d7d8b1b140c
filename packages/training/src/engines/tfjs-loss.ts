import { interpret, type LossConfig, lossGraph } from "@imgcls/onnx";
import * as tf from "@tensorflow/tfjs";
import type { Batch } from "../batch.js";
import { layersOf } from "./tfjs-layers.js";
import { tfjsMachine } from "./tfjs-machine.js";

export interface TfjsLoss {
  readonly loss: tf.Scalar;
  /** `[]`, kept: how many images have their largest output at the label. */
  readonly correct: tf.Tensor;
}

/**
 * Mean loss of a batch by the formulas of a compiled step, whose own gradient it has.
 *
 * @param outputs `[size, units]`
 */
export function tfjsLoss(
  outputs: tf.Tensor2D,
  { size, labels, softLabels, sampleWeights }: Batch,
  loss: LossConfig,
  isSoftmax: boolean,
): TfjsLoss {
  const units = outputs.shape[1];
  const graph = lossGraph({
    loss,
    batchSize: size,
    units,
    isSoftmax,
    softLabels: softLabels !== undefined,
    sampleWeights: sampleWeights !== undefined,
    gradient: true,
  });
  let correct: tf.Tensor = tf.scalar(0);
  const ofOutputs = tf.customGrad((predictions, save) => {
    const results = interpret(
      graph,
      {
        predictions: predictions as tf.Tensor,
        labels: softLabels
          ? tf.tensor2d(softLabels, [size, Math.max(2, units)])
          : tf.tensor1d(labels, "int32"),
        ...(sampleWeights && { sample_weights: tf.tensor1d(sampleWeights) }),
      },
      tfjsMachine,
    ) as Record<string, tf.Tensor>;
    correct = tf.keep(results.correct!);
    (save as tf.GradSaveFunc)([results.gradient!]);
    return {
      value: results.loss!,
      gradFunc: (dLoss: tf.Tensor, saved: tf.Tensor[]) => tf.mul(saved[0]!, dLoss),
    };
  });
  return { loss: ofOutputs(outputs).asScalar(), correct };
}

/** The penalties of regularizers on weights that are trained, added up. */
export function penalties(model: tf.LayersModel): tf.Scalar {
  const ofLayers = layersOf(model)
    .filter(({ isFrozen }) => !isFrozen)
    .flatMap(({ layer }) => layer.calculateLosses());
  return ofLayers.reduce<tf.Scalar>((sum, penalty) => tf.add(sum, penalty), tf.scalar(0));
}
