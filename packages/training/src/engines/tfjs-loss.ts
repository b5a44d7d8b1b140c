import type { LossConfig } from "@imgcls/onnx";
import * as tf from "@tensorflow/tfjs";

/** Keras's fuzz factor. */
const EPSILON = 1e-7;

/** The smallest probability whose reciprocal is still a float32. */
const SMALLEST = 1e-37;

/**
 * Mean cross-entropy of a batch.
 *
 * Behind a softmax, p is only kept from being 0: with Keras's clipping at 1e-7 an image that is classified
 * wrongly with great confidence would no longer have a gradient, and other engines, which take the softmax
 * and the logarithm together, would part from this one.
 *
 * @param outputs `[batch, classes]`
 * @param labels int32 `[batch]`
 */
export function meanCrossEntropy(
  outputs: tf.Tensor2D,
  labels: tf.Tensor1D,
  { fromLogits }: LossConfig,
  endsInSoftmax: boolean,
): tf.Scalar {
  const classes = outputs.shape[1];
  const targets = tf.oneHot(labels, classes).toFloat();
  const ofLabel = (values: tf.Tensor): tf.Tensor => tf.sum(tf.mul(values, targets), 1);
  const logLikelihood = (): tf.Tensor => {
    if (fromLogits) return ofLabel(tf.logSoftmax(outputs));
    if (endsInSoftmax) return tf.log(tf.maximum(ofLabel(outputs), SMALLEST));
    const shares = tf.div(outputs, tf.sum(outputs, 1, true));
    return ofLabel(tf.log(tf.clipByValue(shares, EPSILON, 1 - EPSILON)));
  };
  return tf.neg(tf.mean(logLikelihood())).asScalar();
}

/** Whether the model's last layer is a softmax over the classes. */
export function endsInSoftmax(model: tf.LayersModel): boolean {
  const last = model.outputs[0]?.sourceLayer;
  return last?.getClassName() === "Softmax" || last?.getConfig().activation === "softmax";
}
