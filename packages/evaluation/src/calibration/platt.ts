/** 1 / (1 + exp(slope · score + offset)) */
export interface SigmoidCurve {
  readonly slope: number;
  readonly offset: number;
}

/** A sigmoid of the probability of each class against the rest (Platt 1999); of two classes, of the second. */
export interface PlattScaling {
  readonly method: "platt";
  readonly curves: readonly SigmoidCurve[];
}

/**
 * The sigmoid with the least log loss, targets drawn in by Platt's priors: (n₊ + 1)/(n₊ + 2) and 1/(n₋ + 2). Newton's
 * method with halved steps, as in Lin, Lin and Weng 2007.
 *
 * @param scores [samples]
 */
export function fitSigmoid(
  scores: Float64Array,
  isPositive: (row: number) => boolean,
  weightOf: (row: number) => number,
): SigmoidCurve {
  let positives = 0;
  let negatives = 0;
  for (let row = 0; row < scores.length; row++) {
    if (isPositive(row)) positives += weightOf(row);
    else negatives += weightOf(row);
  }
  const high = (positives + 1) / (positives + 2);
  const low = 1 / (negatives + 2);
  const target = (row: number) => (isPositive(row) ? high : low);

  const lossOf = (slope: number, offset: number): number => {
    let loss = 0;
    for (let row = 0; row < scores.length; row++) {
      const score = slope * scores[row]! + offset;
      // −t·ln p − (1 − t)·ln(1 − p), written so that exp never overflows.
      const wrong = score >= 0 ? target(row) * score : (target(row) - 1) * score;
      loss += weightOf(row) * (wrong + Math.log1p(Math.exp(-Math.abs(score))));
    }
    return loss;
  };

  let slope = 0;
  let offset = Math.log((negatives + 1) / (positives + 1));
  let loss = lossOf(slope, offset);
  for (let iteration = 0; iteration < 100; iteration++) {
    let [bySlope, byOffset] = [0, 0];
    let [slope2, both, offset2] = [1e-12, 0, 1e-12];
    for (let row = 0; row < scores.length; row++) {
      const score = scores[row]!;
      const probability = sigmoid(slope * score + offset);
      const error = weightOf(row) * (target(row) - probability);
      const variance = weightOf(row) * probability * (1 - probability);
      bySlope += error * score;
      byOffset += error;
      slope2 += variance * score * score;
      both += variance * score;
      offset2 += variance;
    }
    const determinant = slope2 * offset2 - both * both;
    const slopeStep = (offset2 * bySlope - both * byOffset) / determinant;
    const offsetStep = (slope2 * byOffset - both * bySlope) / determinant;
    let size = 1;
    while (size > 1e-10 && lossOf(slope - size * slopeStep, offset - size * offsetStep) > loss) size /= 2;
    slope -= size * slopeStep;
    offset -= size * offsetStep;
    loss = lossOf(slope, offset);
    if (Math.abs(slopeStep) + Math.abs(offsetStep) < 1e-11 * (1 + Math.abs(slope) + Math.abs(offset))) break;
  }
  return { slope, offset };
}

export const applySigmoid = ({ slope, offset }: SigmoidCurve, score: number): number =>
  sigmoid(slope * score + offset);

const sigmoid = (score: number): number => 1 / (1 + Math.exp(score));
