/** Below this many terms NumPy adds with eight running sums, above it halves the array. */
const BLOCK = 128;

/**
 * Sum in NumPy's order of additions. Averages then agree with scikit-learn's to the last bit,
 * so a report never differs in a digit that sits on the edge of rounding.
 */
export function pairwiseSum(values: readonly number[], from = 0, to = values.length): number {
  const length = to - from;
  if (length < 8) {
    let sum = 0;
    for (let i = from; i < to; i++) sum += values[i]!;
    return sum;
  }
  if (length <= BLOCK) {
    const lanes = values.slice(from, from + 8);
    const whole = from + length - (length % 8);
    for (let i = from + 8; i < whole; i++) lanes[(i - from) % 8]! += values[i]!;
    const [a, b, c, d, e, f, g, h] = lanes as [
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    let sum = a + b + (c + d) + (e + f + (g + h));
    for (let i = whole; i < to; i++) sum += values[i]!;
    return sum;
  }
  const half = Math.floor(length / 2);
  const middle = from + half - (half % 8);
  return pairwiseSum(values, from, middle) + pairwiseSum(values, middle, to);
}
