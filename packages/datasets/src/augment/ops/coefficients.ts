/** The maps of warp.ts: from the output back to the image. Angles in degrees, lengths in pixels. */
import { cosine, radians, sine } from "../../elementary.js";

export const createCoefficients = (): Float64Array => Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0);

/** Rounded to 15 decimals, as Pillow does with what it rotates by. */
const rounded = (value: number): number => Number(value.toFixed(15));

/** Rotates counter-clockwise around a point, as `Image.rotate` and `torchvision.transforms.functional.rotate`. */
export function setRotation(
  coefficients: Float64Array,
  degrees: number,
  centreX: number,
  centreY: number,
): void {
  const turn = degrees % 360;
  const angle = radians(turn < 0 ? turn + 360 : turn);
  const along = rounded(cosine(angle));
  const across = rounded(sine(angle));
  coefficients[0] = along;
  coefficients[1] = -across;
  coefficients[2] = along * -centreX + across * centreY + centreX;
  coefficients[3] = across;
  coefficients[4] = along;
  coefficients[5] = across * -centreX + along * -centreY + centreY;
}

/**
 * Shears, scales and rotates clockwise around a point, then translates, as
 * `torchvision.transforms.functional.affine`. Its forward map is
 *
 *     T · C · R(angle) · S(scale) · SHy(shearY) · SHx(shearX) · C⁻¹,
 *     SHx(s) = [1, −tan s; 0, 1], SHy(s) = [1, 0; −tan s, 1]
 *
 * whose linear part without the scale is [p, q; r, s] below, of determinant 1.
 */
export function setAffine(
  coefficients: Float64Array,
  angle: number,
  translateX: number,
  translateY: number,
  scale: number,
  shearX: number,
  shearY: number,
  centreX: number,
  centreY: number,
): void {
  const [turn, slantX, slantY] = [radians(angle), radians(shearX), radians(shearY)];
  const cosineY = cosine(slantY);
  const tangentX = sine(slantX) / cosine(slantX);
  const p = cosine(turn - slantY) / cosineY;
  const q = (-cosine(turn - slantY) * tangentX) / cosineY - sine(turn);
  const r = sine(turn - slantY) / cosineY;
  const s = (-sine(turn - slantY) * tangentX) / cosineY + cosine(turn);
  const fromX = -centreX - translateX;
  const fromY = -centreY - translateY;
  coefficients[0] = s / scale;
  coefficients[1] = -q / scale;
  coefficients[2] = coefficients[0] * fromX + coefficients[1] * fromY + centreX;
  coefficients[3] = -r / scale;
  coefficients[4] = p / scale;
  coefficients[5] = coefficients[3] * fromX + coefficients[4] * fromY + centreY;
}

/**
 * Moves the corners of an image to `ends`, as `torchvision.transforms.functional.perspective`: output (x, y) of `ends`
 * shows the image at (0, 0), (right, 0), (right, bottom), (0, bottom).
 *
 * The map of the unit square to `ends` has a closed form (Heckbert 1989, "Fundamentals of Texture Mapping and Image
 * Warping", 2.2.3), and its adjugate leads back. It is computed in whole numbers, exact for images of up to 400 pixels,
 * and rounded to 32-bit floats, as torchvision's solution is. Corners on one line give no map, and the fill everywhere.
 *
 * @param ends four points `[x, y, x, y, …]`
 */
export function setPerspective(
  coefficients: Float64Array,
  right: number,
  bottom: number,
  ends: ArrayLike<number>,
): void {
  const [x0, y0, x1, y1, x2, y2, x3, y3] = ends as unknown as Corners;
  const [sumX, sumY] = [x0 - x1 + x2 - x3, y0 - y1 + y2 - y3];
  const [aX, aY, bX, bY] = [x1 - x2, y1 - y2, x3 - x2, y3 - y2];
  // From the unit square: (a·u + b·v + c, d·u + e·v + f) / (g·u + h·v + i).
  const g = sumX * bY - bX * sumY;
  const h = aX * sumY - sumX * aY;
  const i = aX * bY - bX * aY;
  const [a, b, c] = [(x1 - x0) * i + g * x1, (x3 - x0) * i + h * x3, x0 * i];
  const [d, e, f] = [(y1 - y0) * i + g * y1, (y3 - y0) * i + h * y3, y0 * i];
  // Back from there. The line that goes to infinity may pass through (0, 0): then as near to it as makes no difference.
  const [backG, backH, last] = [d * h - e * g, b * g - a * h, a * e - b * d];
  const unit = last === 0 ? (Math.abs(backG) + Math.abs(backH)) * Number.EPSILON : last;
  const set = (at: number, value: number): void => {
    coefficients[at] = Math.fround(value / unit);
  };
  set(0, right * (e * i - f * h));
  set(1, right * (c * h - b * i));
  set(2, right * (b * f - c * e));
  set(3, bottom * (f * g - d * i));
  set(4, bottom * (a * i - c * g));
  set(5, bottom * (c * d - a * f));
  set(6, backG);
  set(7, backH);
}

type Corners = [number, number, number, number, number, number, number, number];
