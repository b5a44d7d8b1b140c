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

/** Degrees as radians, with Python's `math.radians` to the last digit. */
export const radians = (degrees: number): number => degrees * (Math.PI / 180);

/** A quarter turn as a sum, as `LN2_HIGH` and `LN2_LOW`. */
const QUARTER_HIGH = 1.5707963267341256;
const QUARTER_LOW = 6.077100506506192e-11;

/** Of radians within some turns. Within a unit of the last digit or two. */
export const sine = (x: number): number => cosineAfter(x, 3);

/** Of radians within some turns. Within a unit of the last digit or two. */
export const cosine = (x: number): number => cosineAfter(x, 0);

/** The cosine of x and so many quarter turns. */
function cosineAfter(x: number, quarters: number): number {
  const nearest = Math.round(x / (Math.PI / 2));
  const rest = x - nearest * QUARTER_HIGH - nearest * QUARTER_LOW;
  switch ((nearest + quarters) & 3) {
    case 0:
      return cosineSeries(rest);
    case 1:
      return -sineSeries(rest);
    case 2:
      return -cosineSeries(rest);
    default:
      return sineSeries(rest);
  }
}

/** x − x³/3! + x⁵/5! − …, for −π/4..π/4. */
function sineSeries(x: number): number {
  let series = 0;
  for (let n = 18; n >= 2; n -= 2) series = (-(1 + series) * x * x) / (n * (n + 1));
  return x + x * series;
}

/** 1 − x²/2! + x⁴/4! − …, for −π/4..π/4. */
function cosineSeries(x: number): number {
  let series = 1;
  for (let n = 19; n >= 1; n -= 2) series = 1 - (series * x * x) / (n * (n + 1));
  return series;
}
