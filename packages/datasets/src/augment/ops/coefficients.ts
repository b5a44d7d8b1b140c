/** The maps of warp.ts: from the output back to the image. Angles in degrees, lengths in pixels. */
import { cosineOfDegrees, sineOfDegrees } from "../../elementary.js";

export const createCoefficients = (): Float64Array => Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0);

/** Rotates counter-clockwise around a point, as `Image.rotate` and `torchvision.transforms.functional.rotate`. */
export function setRotation(
  coefficients: Float64Array,
  degrees: number,
  centreX: number,
  centreY: number,
): void {
  const cosine = cosineOfDegrees(degrees);
  const sine = sineOfDegrees(degrees);
  coefficients[0] = cosine;
  coefficients[1] = -sine;
  coefficients[2] = centreX - cosine * centreX + sine * centreY;
  coefficients[3] = sine;
  coefficients[4] = cosine;
  coefficients[5] = centreY - sine * centreX - cosine * centreY;
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
  const cosineY = cosineOfDegrees(shearY);
  const tangentX = sineOfDegrees(shearX) / cosineOfDegrees(shearX);
  const p = cosineOfDegrees(angle - shearY) / cosineY;
  const q = -p * tangentX - sineOfDegrees(angle);
  const r = sineOfDegrees(angle - shearY) / cosineY;
  const s = -r * tangentX + cosineOfDegrees(angle);
  const fromX = -centreX - translateX;
  const fromY = -centreY - translateY;
  coefficients[0] = s / scale;
  coefficients[1] = -q / scale;
  coefficients[2] = coefficients[0] * fromX + coefficients[1] * fromY + centreX;
  coefficients[3] = -r / scale;
  coefficients[4] = p / scale;
  coefficients[5] = coefficients[3] * fromX + coefficients[4] * fromY + centreY;
}

const UNKNOWNS = 8;

/**
 * Moves the corners of an image: output (x, y) of `ends` shows the image at the same entry of `starts`, as
 * `torchvision.transforms.functional.perspective`. Each pair of points gives two equations,
 *
 *     a·x + b·y + c − g·x·u − h·y·u = u,    d·x + e·y + f − g·x·v − h·y·v = v,
 *
 * solved by elimination. (torchvision solves them in 32-bit floats, so its last digits are rougher.)
 *
 * @param starts four points `[x, y, x, y, …]`
 * @param ends four points, no three of them on a line
 * @param system memory for 8 rows of 9 numbers
 */
export function setPerspective(
  coefficients: Float64Array,
  starts: ArrayLike<number>,
  ends: ArrayLike<number>,
  system: Float64Array,
): void {
  const columns = UNKNOWNS + 1;
  system.fill(0);
  for (let point = 0; point < 4; point++) {
    const [x, y] = [ends[2 * point]!, ends[2 * point + 1]!];
    for (let axis = 0; axis < 2; axis++) {
      const target = starts[2 * point + axis]!;
      const row = (2 * point + axis) * columns;
      system[row + 3 * axis] = x;
      system[row + 3 * axis + 1] = y;
      system[row + 3 * axis + 2] = 1;
      system[row + 6] = -x * target;
      system[row + 7] = -y * target;
      system[row + 8] = target;
    }
  }
  solve(system, coefficients);
}

/** Gauss and Jordan, with the largest pivot of each column. */
function solve(system: Float64Array, solution: Float64Array): void {
  const columns = UNKNOWNS + 1;
  for (let column = 0; column < UNKNOWNS; column++) {
    let pivot = column;
    for (let row = column + 1; row < UNKNOWNS; row++) {
      if (Math.abs(system[row * columns + column]!) > Math.abs(system[pivot * columns + column]!))
        pivot = row;
    }
    for (let i = 0; i < columns; i++) {
      const swapped = system[column * columns + i]!;
      system[column * columns + i] = system[pivot * columns + i]!;
      system[pivot * columns + i] = swapped;
    }
    for (let row = 0; row < UNKNOWNS; row++) {
      if (row === column) continue;
      const factor = system[row * columns + column]! / system[column * columns + column]!;
      for (let i = column; i < columns; i++) {
        system[row * columns + i] = system[row * columns + i]! - factor * system[column * columns + i]!;
      }
    }
  }
  for (let i = 0; i < UNKNOWNS; i++) solution[i] = system[i * columns + UNKNOWNS]! / system[i * columns + i]!;
}
