/** What a regression fits: labels, and how much each image counts. */
export interface Target {
  readonly classes: number;
  readonly labels: ArrayLike<number>;
  /** One an image; 0 leaves it out. */
  readonly weights: Float64Array;
}

/**
 * The softmax cross-entropy Σ weight · (ln Σ exp z − z[label]), and its gradient: weight · (probability − 1 where the
 * class is the label).
 *
 * @param logits [classes, images]
 * @param gradient [classes, images], written
 */
export function softmaxLoss(
  logits: Float64Array,
  { classes, labels, weights }: Target,
  gradient: Float64Array,
): number {
  const images = labels.length;
  const end = classes * images;
  let loss = 0;
  for (let i = 0; i < images; i++) {
    const weight = weights[i]!;
    if (weight === 0) {
      for (let at = i; at < end; at += images) gradient[at] = 0;
      continue;
    }
    let greatest = Number.NEGATIVE_INFINITY;
    for (let at = i; at < end; at += images) greatest = Math.max(greatest, logits[at]!);
    let sum = 0;
    for (let at = i; at < end; at += images) {
      const power = Math.exp(logits[at]! - greatest);
      gradient[at] = power;
      sum += power;
    }
    const scale = weight / sum;
    for (let at = i; at < end; at += images) gradient[at]! *= scale;
    const own = labels[i]! * images + i;
    gradient[own]! -= weight;
    loss += weight * (Math.log(sum) + greatest - logits[own]!);
  }
  return loss;
}
