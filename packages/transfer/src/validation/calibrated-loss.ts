import { dot } from "../algebra/vectors.js";
import { softmaxLoss, type Target } from "../regression/softmax-loss.js";

/** The factor of the logits stays within e^±10: of logits that are all right, every greater one would be better. */
const LIMIT = 10;
const HALVINGS = 40;

/**
 * The mean cross-entropy of logits once they are multiplied by the factor that makes it least. A strong penalty makes small
 * logits; this says how well they tell classes apart, whatever their size.
 *
 * @param logits [classes, images]
 */
export function calibratedLoss(logits: Float64Array, target: Target): number {
  const gradient = new Float64Array(logits.length);
  const lossAt = (logFactor: number) => {
    const factor = Math.exp(logFactor);
    return softmaxLoss(
      logits.map((logit) => factor * logit),
      target,
      gradient,
    );
  };
  let [low, high] = [-LIMIT, LIMIT];
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2;
    lossAt(middle);
    // The loss is convex in the factor, and this is its slope.
    if (dot(gradient, logits) > 0) high = middle;
    else low = middle;
  }
  return lossAt((low + high) / 2) / target.weights.reduce((sum, weight) => sum + weight, 0);
}
