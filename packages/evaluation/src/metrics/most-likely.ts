import type { CheckedInput, Probabilities } from "./input.js";

/** [samples] each: the most likely class, the lowest of equals, and its probability. */
export function mostLikely(
  probabilities: Probabilities,
  columns: number,
): { readonly classes: Int32Array; readonly confidences: Float64Array } {
  const samples = probabilities.length / columns;
  const classes = new Int32Array(samples);
  const confidences = new Float64Array(samples);
  for (let row = 0, start = 0; row < samples; row++, start += columns) {
    let best = 0;
    for (let column = 1; column < columns; column++) {
      if (probabilities[start + column]! > probabilities[start + best]!) best = column;
    }
    classes[row] = best;
    confidences[row] = probabilities[start + best]!;
  }
  return { classes, confidences };
}

/** [samples], the classes that were given, else the most likely ones. */
export const predictedClasses = ({ predicted, probabilities, classes }: CheckedInput): ArrayLike<number> =>
  predicted ?? mostLikely(probabilities!, classes).classes;
