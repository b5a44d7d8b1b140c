import { pairwiseSum } from "./pairwise-sum.js";

/** Precision, recall and F1 are 0..1; `support` counts images. */
export interface Scores {
  /** Of the images given this class, the share that are of it; 0 when none was given it. */
  readonly precision: number;
  /** Of the images of this class, the share that were given it; 0 when there are none. */
  readonly recall: number;
  /** Harmonic mean of precision and recall; 0 when both are. */
  readonly f1: number;
  /** Test images of this class. */
  readonly support: number;
}

export interface ClassScores extends Scores {
  readonly class: string;
}

/** Images of one class, or sums over the classes. */
export interface Counts {
  /** Of the class, and given it. */
  readonly hits: number;
  /** Of the class. */
  readonly support: number;
  /** Given the class. */
  readonly predicted: number;
}

/** `0` where scikit-learn would have to divide by zero (its `zero_division=0`). */
const ratio = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

export const precisionOf = ({ hits, predicted }: Counts): number => ratio(hits, predicted);
export const recallOf = ({ hits, support }: Counts): number => ratio(hits, support);
/** Intersection over union of the images of the class and of those given it. */
export const jaccardOf = ({ hits, support, predicted }: Counts): number =>
  ratio(hits, support + predicted - hits);
/** (1 + β²)pr / (β²p + r), in the form of scikit-learn since 1.3 so that the last bit agrees. */
export const fBetaOf = ({ hits, support, predicted }: Counts, beta: number): number =>
  ratio((1 + beta ** 2) * hits, beta ** 2 * support + predicted);

/** @param confusion [classes · classes], row = true class, column = predicted class */
export function countsPerClass(confusion: ArrayLike<number>, classes: number): Counts[] {
  return Array.from({ length: classes }, (_, index) => {
    let support = 0;
    let predicted = 0;
    for (let other = 0; other < classes; other++) {
      support += confusion[index * classes + other]!;
      predicted += confusion[other * classes + index]!;
    }
    return { hits: confusion[index * classes + index]!, support, predicted };
  });
}

export const mean = (values: readonly number[]): number => pairwiseSum(values) / values.length;

/** 0 where all weights are. */
export const weightedMean = (values: readonly number[], weights: readonly number[]): number =>
  ratio(pairwiseSum(values.map((value, i) => value * weights[i]!)), pairwiseSum(weights));

/**
 * @param confusion [classes · classes], row = true class, column = predicted class
 */
export function scorePerClass(confusion: ArrayLike<number>, classNames: readonly string[]): ClassScores[] {
  return countsPerClass(confusion, classNames.length).map((counts, index) => ({
    class: classNames[index]!,
    precision: precisionOf(counts),
    recall: recallOf(counts),
    f1: fBetaOf(counts, 1),
    support: counts.support,
  }));
}

/** Unweighted mean over the classes. `support` is the number of all images. */
export const macroAverage = (perClass: readonly Scores[]): Scores => averageScores(perClass, mean);

/** Mean over the classes, weighted by their support. */
export const weightedAverage = (perClass: readonly Scores[]): Scores => {
  const supports = perClass.map(({ support }) => support);
  return averageScores(perClass, (values) => weightedMean(values, supports));
};

const averageScores = (
  perClass: readonly Scores[],
  average: (values: readonly number[]) => number,
): Scores => ({
  precision: average(perClass.map(({ precision }) => precision)),
  recall: average(perClass.map(({ recall }) => recall)),
  f1: average(perClass.map(({ f1 }) => f1)),
  support: perClass.reduce((sum, { support }) => sum + support, 0),
});
