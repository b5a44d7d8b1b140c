import type { Predictions, StreamingMetric } from "./metric.js";

/**
 * Share of the images whose label is among the k most probable classes. Of equal probabilities the last class counts as
 * more probable, as in scikit-learn's `top_k_accuracy_score`.
 */
export const topK = (k: number): StreamingMetric => ({
  name: `top_${k}_accuracy`,
  better: "higher",
  sums: () => 2,
  add(sums, predictions) {
    sums[0]! += hits(predictions, k);
    sums[1]! += predictions.labels.length;
  },
  value: ([hits, images]) => hits! / images!,
});

function hits({ probabilities, labels, classes }: Predictions, k: number): number {
  let count = 0;
  for (const [i, label] of labels.entries()) {
    const start = i * classes;
    const own = probabilities[start + label]!;
    let before = 0;
    for (let j = 0; j < classes; j++) {
      const other = probabilities[start + j]!;
      if (other > own || (other === own && j > label)) before += 1;
    }
    if (before < k) count += 1;
  }
  return count;
}
