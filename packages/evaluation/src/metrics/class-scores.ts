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

/** `0` where scikit-learn would have to divide by zero (its `zero_division=0`). */
const ratio = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

/**
 * @param confusion [classes · classes], row = true class, column = predicted class
 */
export function scorePerClass(confusion: ArrayLike<number>, classNames: readonly string[]): ClassScores[] {
  const classes = classNames.length;
  return classNames.map((name, index) => {
    let support = 0;
    let predicted = 0;
    for (let other = 0; other < classes; other++) {
      support += confusion[index * classes + other]!;
      predicted += confusion[other * classes + index]!;
    }
    const hits = confusion[index * classes + index]!;
    const precision = ratio(hits, predicted);
    const recall = ratio(hits, support);
    // 2pr / (p + r), in the form of scikit-learn since 1.3 so that the last bit agrees.
    const f1 = ratio(2 * hits, support + predicted);
    return { class: name, precision, recall, f1, support };
  });
}

/** Unweighted mean over the classes. `support` is the number of all images. */
export function macroAverage(perClass: readonly Scores[]): Scores {
  const mean = (score: (scores: Scores) => number) => pairwiseSum(perClass.map(score)) / perClass.length;
  return {
    precision: mean((s) => s.precision),
    recall: mean((s) => s.recall),
    f1: mean((s) => s.f1),
    support: totalSupport(perClass),
  };
}

/** Mean over the classes, weighted by their support. */
export function weightedAverage(perClass: readonly Scores[]): Scores {
  const support = totalSupport(perClass);
  const mean = (score: (scores: Scores) => number) =>
    ratio(pairwiseSum(perClass.map((s) => score(s) * s.support)), support);
  return {
    precision: mean((s) => s.precision),
    recall: mean((s) => s.recall),
    f1: mean((s) => s.f1),
    support,
  };
}

const totalSupport = (perClass: readonly Scores[]): number =>
  perClass.reduce((sum, { support }) => sum + support, 0);
