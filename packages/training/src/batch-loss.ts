import { evaluateGraph, type LossConfig, lossGraph } from "@imgcls/onnx";

export interface BatchLoss {
  /** Σ over the images, not their mean. */
  readonly lossSum: number;
  /** How many images have their largest output at their label; one output says class 1 above ½, or as a logit above 0. */
  readonly correct: number;
}

/**
 * Loss and hits of a model's outputs by the formulas of a training step, the same for every engine.
 *
 * @param outputs `[n, classes]`, or `[n, 1]` of class 1: logits with `fromLogits`, else probabilities
 * @param labels `[n]`, class indices
 * @param isSoftmax the outputs are a softmax: small probabilities are then taken as they are, as in a training step,
 *   which takes softmax and logarithm together. Default false: Keras's clipping to [1e-7, 1 − 1e-7]
 */
export const batchLoss = (
  outputs: Float32Array,
  labels: Int32Array,
  loss: LossConfig,
  isSoftmax = false,
): BatchLoss => batchLosses(loss, isSoftmax)(outputs, labels);

/** The same for many batches: what is computed is put together once for each size. Class weights are for training alone. */
export function batchLosses(
  { classWeights: _, ...loss }: LossConfig,
  isSoftmax: boolean,
): (outputs: Float32Array, labels: Int32Array) => BatchLoss {
  const graphs = new Map<number, ReturnType<typeof lossGraph>>();
  return (predictions, labels) => {
    const batchSize = labels.length;
    if (batchSize === 0) return { lossSum: 0, correct: 0 };
    const graph =
      graphs.get(batchSize) ??
      lossGraph({ loss, batchSize, units: predictions.length / batchSize, isSoftmax });
    graphs.set(batchSize, graph);
    const { loss: mean, correct } = evaluateGraph(graph, { predictions, labels });
    return { lossSum: Number(mean![0]) * batchSize, correct: Number(correct![0]) };
  };
}
