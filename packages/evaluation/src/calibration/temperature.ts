import type { WithProbabilities } from "../metrics/input.js";
import { softmax } from "../metrics/softmax.js";

/** Logits are divided by one number (Guo et al. 2017): above 1 a model becomes less sure. Classes keep their order. */
export interface TemperatureScaling {
  readonly method: "temperature";
  readonly temperature: number;
}

/** ln of the inverse temperature stays within ±10, as in scikit-learn: samples that are all right would have none. */
const LIMIT = 10;

/**
 * The temperature with the least log loss, which is convex in β = 1/T: Newton's steps for its derivative by ln β, or half
 * of what is left of the range where such a step would leave it or is not half as long as the one before.
 */
export function fitTemperature(input: WithProbabilities): TemperatureScaling {
  const logits = logitsOf(input);
  let low = -LIMIT;
  let high = LIMIT;
  let at = 0;
  let step = high - low;
  while (Math.abs(step) > 1e-13) {
    const { slope, curvature } = lossBy(at, logits, input);
    if (slope > 0) high = at;
    else low = at;
    const newton = -slope / curvature;
    const isUsable = at + newton > low && at + newton < high && Math.abs(newton) < Math.abs(step) / 2;
    step = isUsable ? newton : (low + high) / 2 - at;
    at += step;
  }
  return { method: "temperature", temperature: Math.exp(-at) };
}

export const applyTemperature = (
  { temperature }: TemperatureScaling,
  input: Pick<WithProbabilities, "logits" | "probabilities" | "classes">,
): Float64Array => softmax(logitsOf(input), input.classes, temperature);

/** ln p is a logit as well; scikit-learn adds 10⁻¹² to p. */
function logitsOf({
  logits,
  probabilities,
}: Pick<WithProbabilities, "logits" | "probabilities">): Float64Array {
  return logits ? Float64Array.from(logits) : Float64Array.from(probabilities, (p) => Math.log(p + 1e-12));
}

/** First and second derivative by ln β of Σ w · (ln Σ exp(βz) − β·z[label]). */
function lossBy(
  logBeta: number,
  logits: Float64Array,
  { labels, classes, weights }: WithProbabilities,
): { slope: number; curvature: number } {
  const beta = Math.exp(logBeta);
  const probabilities = softmax(logits, classes, 1 / beta);
  let slope = 0;
  let curvature = 0;
  for (let row = 0, start = 0; row < labels.length; row++, start += classes) {
    const weight = weights === undefined ? 1 : weights[row]!;
    const own = logits[start + labels[row]!]!;
    let mean = 0;
    let square = 0;
    for (let i = start; i < start + classes; i++) {
      const above = logits[i]! - own;
      mean += probabilities[i]! * above;
      square += probabilities[i]! * above * above;
    }
    slope += weight * beta * mean;
    curvature += weight * (beta * mean + beta * beta * (square - mean * mean));
  }
  return { slope, curvature };
}
