import type { LossConfig, LossConfigs, LossName } from "@imgcls/onnx";
import * as tf from "@tensorflow/tfjs";
import type { Batch } from "../batch.js";
import { SMALLEST_SHARE } from "../sample-loss.js";
import { layersOf } from "./tfjs-layers.js";

/** Keras's fuzz factor. */
const EPSILON = 1e-7;

/**
 * Mean loss of a batch.
 *
 * Behind a softmax, p is only kept from being 0: with Keras's clipping at 1e-7 an image that is classified
 * wrongly with great confidence would no longer have a gradient, and other engines, which take the softmax
 * and the logarithm together, would part from this one.
 *
 * @param outputs `[batch, classes]`
 * @param targets float32 `[batch, classes]`
 */
export function meanLoss(
  outputs: tf.Tensor2D,
  targets: tf.Tensor2D,
  loss: LossConfig,
  { sampleWeights, endsInSoftmax }: { sampleWeights: Batch["sampleWeights"]; endsInSoftmax: boolean },
): tf.Scalar {
  const ofSamples = LOSSES[loss.type](outputs, targets, loss as never, endsInSoftmax);
  const factors = [
    ...(sampleWeights ? [tf.tensor1d(sampleWeights)] : []),
    ...(loss.classWeights ? [tf.sum(tf.mul(sharesOf(targets), tf.tensor1d([...loss.classWeights])), 1)] : []),
  ];
  return tf
    .mean(factors.reduce<tf.Tensor>((product, factor) => tf.mul(product, factor), ofSamples))
    .asScalar();
}

/**
 * Soft labels as they are, else with a 1 at each label, `[batch, outputs]`. One output learns how much an image is of class
 * 1, so it has only that column.
 */
export function targetsOf({ labels, softLabels, size }: Batch, outputs: number): tf.Tensor2D {
  const classes = Math.max(outputs, 2);
  const targets = softLabels
    ? tf.tensor2d(softLabels, [size, classes])
    : (tf.oneHot(tf.tensor1d(labels, "int32"), classes).toFloat() as tf.Tensor2D);
  return outputs === 1 ? tf.slice2d(targets, [0, 1], [size, 1]) : targets;
}

/** For how many images the largest output is at the label; one output says class 1 above ½, or as a logit above 0. */
export function countCorrect(
  outputs: tf.Tensor2D,
  targets: tf.Tensor2D,
  { fromLogits }: LossConfig,
): tf.Tensor {
  const isRight =
    outputs.shape[1] === 1
      ? tf.equal(tf.greater(outputs, fromLogits ? 0 : 0.5), tf.greater(targets, 0.5))
      : tf.equal(tf.argMax(outputs, 1), tf.argMax(targets, 1));
  return tf.sum(isRight);
}

/** `[batch, classes]`, of one output those of both classes. */
const sharesOf = (targets: tf.Tensor2D): tf.Tensor2D =>
  targets.shape[1] === 1 ? tf.concat2d([tf.sub(1, targets) as tf.Tensor2D, targets], 1) : targets;

/** L of each sample, `[batch]`; the formulas are in the losses of @imgcls/onnx. */
type SampleLosses<N extends LossName> = (
  outputs: tf.Tensor2D,
  targets: tf.Tensor2D,
  config: LossConfigs[N],
  endsInSoftmax: boolean,
) => tf.Tensor;

const crossentropy: SampleLosses<"categoricalCrossentropy" | "sparseCategoricalCrossentropy"> = (
  outputs,
  targets,
  config,
  endsInSoftmax,
) => {
  const smooth = smoothed(targets, config.labelSmoothing, outputs.shape[1]);
  return tf.neg(tf.sum(tf.mul(smooth, logProbabilities(outputs, config.fromLogits, endsInSoftmax)), 1));
};

const LOSSES: { readonly [N in LossName]: SampleLosses<N> } = {
  categoricalCrossentropy: crossentropy,
  sparseCategoricalCrossentropy: crossentropy,
  categoricalFocalCrossentropy(outputs, targets, config, endsInSoftmax) {
    const { fromLogits, labelSmoothing, alpha = 0.25, gamma = 2 } = config;
    const logP = logProbabilities(outputs, fromLogits, endsInSoftmax);
    const distance = tf.maximum(tf.sub(1, tf.exp(logP)), EPSILON);
    const weights = tf.mul(smoothed(targets, labelSmoothing, outputs.shape[1]), tf.pow(distance, gamma));
    return tf.mul(tf.sum(tf.mul(weights, logP), 1), -alpha);
  },
  binaryCrossentropy(outputs, labels, { fromLogits, labelSmoothing }) {
    const targets = smoothed(labels, labelSmoothing, 2);
    if (fromLogits) return tf.mean(tf.sub(tf.softplus(outputs), tf.mul(outputs, targets)), 1);
    const p = tf.clipByValue(outputs, EPSILON, 1 - EPSILON);
    const ofZero = tf.mul(tf.sub(1, targets), tf.log(tf.sub(1, p)));
    return tf.neg(tf.mean(tf.add(tf.mul(targets, tf.log(p)), ofZero), 1));
  },
  meanSquaredError: (outputs, targets) => tf.mean(tf.square(tf.sub(outputs, targets)), 1),
};

const smoothed = (targets: tf.Tensor, smoothing = 0, shares: number): tf.Tensor =>
  tf.add(tf.mul(targets, 1 - smoothing), smoothing / shares);

function logProbabilities(outputs: tf.Tensor2D, fromLogits = false, endsInSoftmax: boolean): tf.Tensor {
  if (fromLogits) return tf.logSoftmax(outputs);
  if (endsInSoftmax) return tf.log(tf.maximum(outputs, SMALLEST_SHARE));
  return tf.log(tf.clipByValue(tf.div(outputs, tf.sum(outputs, 1, true)), EPSILON, 1 - EPSILON));
}

/** The penalties of regularizers on weights that are trained, added up. */
export function penalties(model: tf.LayersModel): tf.Scalar {
  const ofLayers = layersOf(model)
    .filter(({ isFrozen }) => !isFrozen)
    .flatMap(({ layer }) => layer.calculateLosses());
  return ofLayers.reduce<tf.Scalar>((sum, penalty) => tf.add(sum, penalty), tf.scalar(0));
}
