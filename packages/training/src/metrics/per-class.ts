import type { Predictions, StreamingMetric } from "./metric.js";

/** Three counts for each class one after the other: right, labelled so, predicted so. */
const COUNTS = 3;

function count(sums: number[], { probabilities, labels, classes }: Predictions): void {
  for (const [i, label] of labels.entries()) {
    let predicted = 0;
    for (let k = 1; k < classes; k++) {
      if (probabilities[i * classes + k]! > probabilities[i * classes + predicted]!) predicted = k;
    }
    if (predicted === label) sums[label * COUNTS]! += 1;
    sums[label * COUNTS + 1]! += 1;
    sums[predicted * COUNTS + 2]! += 1;
  }
}

/** A mean over the classes, of those for which `ofClass` gives a number. */
const overClasses = (
  name: string,
  ofClass: (right: number, labelled: number, predicted: number) => number | undefined,
): StreamingMetric => ({
  name,
  better: "higher",
  sums: (classes) => COUNTS * classes,
  add: count,
  value(sums) {
    const values: number[] = [];
    for (let at = 0; at < sums.length; at += COUNTS) {
      const value = ofClass(sums[at]!, sums[at + 1]!, sums[at + 2]!);
      if (value !== undefined) values.push(value);
    }
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  },
});

/** Mean of the classes' recalls, as scikit-learn's `balanced_accuracy_score`: classes without images are left out. */
export const balancedAccuracy = overClasses("balanced_accuracy", (right, labelled) =>
  labelled === 0 ? undefined : right / labelled,
);

/**
 * Mean of `2 · right / (labelled + predicted)` over all classes, as scikit-learn's
 * `f1_score(average="macro", labels=range(classes))`: 0 for those that are neither labelled nor predicted.
 */
export const f1Macro = overClasses("f1_macro", (right, labelled, predicted) =>
  labelled + predicted === 0 ? 0 : (2 * right) / (labelled + predicted),
);

/** Agreement beyond what chance gives, 0, up to 1, as scikit-learn's `cohen_kappa_score`. NaN where chance agrees always. */
export const cohenKappa: StreamingMetric = {
  name: "cohen_kappa",
  better: "higher",
  sums: (classes) => COUNTS * classes,
  add: count,
  value(sums) {
    let [right, images, byChance] = [0, 0, 0];
    for (let at = 0; at < sums.length; at += COUNTS) {
      right += sums[at]!;
      images += sums[at + 1]!;
      byChance += sums[at + 1]! * sums[at + 2]!;
    }
    return (right * images - byChance) / (images * images - byChance);
  },
};
