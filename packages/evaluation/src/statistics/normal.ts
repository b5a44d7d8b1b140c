/** Beyond this the series would lose digits. */
const SERIES_LIMIT = 2.5;

/** Share of the normal distribution above `z`, to about 14 digits however small it is. */
export function normalTail(z: number): number {
  if (z === 0) return 0.5;
  return z < 0 ? 1 - normalTail(-z) : upperTail(z);
}

/** Share of the normal distribution below `z`. */
export const normalShare = (z: number): number => normalTail(-z);

/** The `z` that a share of the normal distribution is below; ±Infinity for 1 and 0. */
export function normalQuantile(share: number): number {
  if (share <= 0 || share >= 1) return share <= 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  if (share > 0.5) return -normalQuantile(1 - share);
  let low = -40;
  let high = 0;
  for (;;) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) return middle;
    if (normalShare(middle) < share) low = middle;
    else high = middle;
  }
}

/** @param z above 0 */
function upperTail(z: number): number {
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  if (z < SERIES_LIMIT) {
    // 1/2 − φ(z) · (z + z³/3 + z⁵/15 + …)
    let term = z;
    let sum = z;
    for (let n = 3; term > sum * 1e-17; n += 2) {
      term *= (z * z) / n;
      sum += term;
    }
    return 0.5 - density * sum;
  }
  // φ(z) / (z + 1/(z + 2/(z + 3/(z + …)))), from the inside out.
  let fraction = z;
  for (let n = 200; n > 0; n--) fraction = z + n / fraction;
  return density / fraction;
}
