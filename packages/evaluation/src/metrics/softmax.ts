/**
 * Softmax of every row, in float64 and with the row's largest value taken off first, so that none overflows.
 *
 * @param logits [rows, classes]
 * @param temperature what logits are divided by. Default 1
 * @returns [rows, classes], of the type of `logits`
 */
export function softmax<Values extends Float32Array | Float64Array>(
  logits: Values,
  classes: number,
  temperature = 1,
): Values {
  const probabilities = logits.slice() as Values;
  for (let start = 0; start < logits.length; start += classes) {
    let largest = Number.NEGATIVE_INFINITY;
    for (let i = start; i < start + classes; i++) largest = Math.max(largest, logits[i]!);
    let sum = 0;
    for (let i = start; i < start + classes; i++) sum += Math.exp((logits[i]! - largest) / temperature);
    for (let i = start; i < start + classes; i++) {
      probabilities[i] = Math.exp((logits[i]! - largest) / temperature) / sum;
    }
  }
  return probabilities;
}
