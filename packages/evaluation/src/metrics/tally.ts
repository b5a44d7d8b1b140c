/**
 * Everything that needs a look at each probability, in one pass without allocating per row:
 * the rest of the metrics follow from these counts.
 */
export interface Tally {
  /** Σ −ln p(true class), p clipped to [1e-7, 1 − 1e-7] as Keras does. */
  readonly lossSum: number;
  /** [classes · classes], row = true class, column = predicted class. */
  readonly confusion: Uint32Array;
  /** [classes], how often exactly `i` classes were ranked before the true one. */
  readonly rankCounts: Uint32Array;
  readonly badLabels: Oddities;
  readonly badProbabilities: Oddities;
}

/** Values that cannot be right: how many, and where the first one is. */
interface Oddities {
  readonly count: number;
  /** Index into the flat array, −1 when there is none. */
  readonly first: number;
}

const CLIP = 1e-7;

/** A float32 softmax may overshoot 1 by a rounding error; anything beyond this is no probability. */
const TOLERANCE = 1e-3;

/**
 * @param probabilities [labels.length, classes]
 */
export function tallyPredictions(
  probabilities: Float32Array,
  labels: ArrayLike<number>,
  classes: number,
): Tally {
  const confusion = new Uint32Array(classes * classes);
  const rankCounts = new Uint32Array(classes);
  let lossSum = 0;
  let badLabels = 0;
  let firstBadLabel = -1;
  let badProbabilities = 0;
  let firstBadProbability = -1;

  for (let row = 0, start = 0; row < labels.length; row++, start += classes) {
    const label = labels[row]!;
    const known = label >= 0 && label < classes && label % 1 === 0;
    const target = known ? probabilities[start + label]! : 0;
    let best = 0;
    let bestProbability = Number.NEGATIVE_INFINITY;
    let rank = 0;
    for (let column = 0; column < classes; column++) {
      const probability = probabilities[start + column]!;
      // Written so that NaN fails too.
      if (!(probability >= -TOLERANCE && probability <= 1 + TOLERANCE)) {
        if (badProbabilities++ === 0) firstBadProbability = start + column;
      }
      if (probability > bestProbability) {
        bestProbability = probability;
        best = column;
      }
      if (probability > target || (probability === target && column > label)) rank++;
    }
    if (known) {
      lossSum -= Math.log(Math.min(Math.max(target, CLIP), 1 - CLIP));
      confusion[label * classes + best]!++;
      rankCounts[rank]!++;
    } else if (badLabels++ === 0) firstBadLabel = row;
  }
  return {
    lossSum,
    confusion,
    rankCounts,
    badLabels: { count: badLabels, first: firstBadLabel },
    badProbabilities: { count: badProbabilities, first: firstBadProbability },
  };
}
