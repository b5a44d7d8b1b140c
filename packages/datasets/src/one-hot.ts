/**
 * Class indices `[n]` as rows with a single 1: `[n, classes]`, row after row.
 *
 * @throws Error for a label outside the classes
 */
export function oneHot(labels: ArrayLike<number>, classes: number): Float32Array {
  if (!Number.isInteger(classes) || classes < 1) {
    throw new Error(`[imgcls/datasets] oneHot: expected a positive number of classes, received ${classes}.`);
  }
  const rows = new Float32Array(labels.length * classes);
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i]!;
    if (!Number.isInteger(label) || label < 0 || label >= classes) {
      throw new Error(
        `[imgcls/datasets] oneHot: expected labels from 0 to ${classes - 1}, received ${label} at position ${i}.`,
      );
    }
    rows[i * classes + label] = 1;
  }
  return rows;
}

/**
 * The position of the largest value in each row of `[n, classes]`: the inverse of `oneHot`, and the
 * predicted class of rows of probabilities. The first wins a tie.
 *
 * @throws Error when the rows do not have that many values
 */
export function fromOneHot(rows: ArrayLike<number>, classes: number): Int32Array {
  if (!Number.isInteger(classes) || classes < 1 || rows.length % classes !== 0) {
    throw new Error(
      `[imgcls/datasets] fromOneHot: expected rows of ${classes} values, received ${rows.length} values.`,
    );
  }
  return Int32Array.from({ length: rows.length / classes }, (_, row) => {
    let best = 0;
    for (let label = 1; label < classes; label++) {
      if (rows[row * classes + label]! > rows[row * classes + best]!) best = label;
    }
    return best;
  });
}
