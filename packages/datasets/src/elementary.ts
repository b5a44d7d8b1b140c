/**
 * Elementary functions from exactly rounded operations only (+ − · /), so that every platform gives the same
 * digits: `Math.exp`, `Math.sin` and `Math.cos` differ in the last one between engines.
 */

/** ln 2 as a sum: the first part has so few digits that its product with a small whole number is exact. */
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;

/** eˣ = 2ᵏ · eʳ with |r| ≤ ½ ln 2, eʳ from its series. Within a few units of the last digit. */
export function exponential(x: number): number {
  const k = Math.round(x / Math.LN2);
  const r = x - k * LN2_HIGH - k * LN2_LOW;
  let series = 1;
  for (let n = 14; n >= 1; n--) series = 1 + (series * r) / n;
  const factor = k < 0 ? 0.5 : 2;
  for (let i = 0; i < Math.abs(k) && series !== 0 && series !== Number.POSITIVE_INFINITY; i++)
    series *= factor;
  return series;
}

const RADIANS = Math.PI / 180;

/** Exact for multiples of 90°. */
export const sineOfDegrees = (degrees: number): number => cosineOfDegrees(degrees - 90);

/** Exact for multiples of 90°. */
export function cosineOfDegrees(degrees: number): number {
  // Period, evenness and the quarter turns leave 0..45°; all of it is exact.
  const turn = Math.abs(degrees % 360);
  const half = turn > 180 ? 360 - turn : turn;
  const sign = half > 90 ? -1 : 1;
  const quarter = half > 90 ? 180 - half : half;
  return sign * (quarter > 45 ? sineSeries((90 - quarter) * RADIANS) : cosineSeries(quarter * RADIANS));
}

/** x − x³/3! + x⁵/5! − …, for 0..π/4. */
function sineSeries(x: number): number {
  let series = 1;
  for (let n = 18; n >= 2; n -= 2) series = 1 - (series * x * x) / (n * (n + 1));
  return x * series;
}

/** 1 − x²/2! + x⁴/4! − …, for 0..π/4. */
function cosineSeries(x: number): number {
  let series = 1;
  for (let n = 19; n >= 1; n -= 2) series = 1 - (series * x * x) / (n * (n + 1));
  return series;
}
