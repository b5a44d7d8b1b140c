import type { Random } from "../random.js";
import { digitVariants, type Stroke } from "./digit-strokes.js";
import { roughlyNormal } from "./noise.js";
import { blur, type Canvas, clamp, createCanvas, drawLine, type Point } from "./raster.js";

/** Points between two control points of a smooth stroke. */
const STEPS = 5;

/** How far the drawings vary. Lengths are in parts of the digit's box unless in pixels. */
const VARIATION = {
  /** Half-height of the box, pixels. */
  halfHeight: [8, 10.5],
  /** Width of the box to its height. */
  aspect: [0.6, 0.95],
  /** Horizontal shift from top to bottom, in heights. */
  slant: [-0.25, 0.4],
  /** tan of half the angle; ±0.12 is ±14°. */
  halfAngle: [-0.12, 0.12],
  /** Pixels, each way. */
  shift: [-3, 3],
  /** Standard deviation of each control point. */
  jitter: [0.015, 0.04],
  /** Pixels. */
  thickness: [1.1, 3.6],
  strength: [0.55, 1],
  blur: [0, 0.16],
  /** Standard deviation of a pixel, of 1. */
  noise: [0, 0.1],
  background: [0, 0.15],
} as const satisfies Record<string, readonly [number, number]>;

/** Draws one digit, light on dark: `[size, size]`, grey levels 0..255, into `target`. */
export type DrawDigit = (digit: number, random: Random, target: Uint8Array) => void;

/** What draws digits of a size, one after the other on the same canvas. */
export function digitDrawer(size: number): DrawDigit {
  const canvas = createCanvas(size, size);
  const blurred = createCanvas(size, size);
  const noise = new Uint32Array(size * size);
  return (digit, random, target) => {
    const between = ([low, high]: readonly [number, number]) => low + random.uniform() * (high - low);
    const variants = digitVariants[digit]!;
    const strokes = variants[random.integer(variants.length)]!;
    const jitter = between(VARIATION.jitter);
    const place = randomPlacement(size, between);
    const thickness = between(VARIATION.thickness);
    const strength = between(VARIATION.strength);

    canvas.ink.fill(0);
    const jittered = jitterTogether(strokes, jitter, random);
    for (const stroke of jittered) drawLine(canvas, pathOf(stroke).map(place), thickness, strength);
    drawClutter(canvas, random);
    blur(canvas, between(VARIATION.blur), blurred);
    const background = between(VARIATION.background);
    finish(blurred, background, between(VARIATION.noise), random.uint32s(noise), target);
  };
}

/** From the digit's box to pixels: slant, stretch, rotate, move. */
function randomPlacement(
  size: number,
  between: (range: readonly [number, number]) => number,
): (point: Point) => Point {
  const halfHeight = between(VARIATION.halfHeight);
  const halfWidth = halfHeight * between(VARIATION.aspect);
  const slant = between(VARIATION.slant);
  // cos and sin of an angle from the tangent of its half: exact arithmetic, the same everywhere.
  const t = between(VARIATION.halfAngle);
  const cos = (1 - t * t) / (1 + t * t);
  const sin = (2 * t) / (1 + t * t);
  const centreX = (size - 1) / 2 + between(VARIATION.shift);
  const centreY = (size - 1) / 2 + between(VARIATION.shift);
  return ([x, y]) => {
    const down = (2 * y - 1) * halfHeight;
    const right = (2 * x - 1) * halfWidth - slant * down;
    return [centreX + right * cos - down * sin, centreY + right * sin + down * cos];
  };
}

/** Moves every control point by chance; strokes that meet in a point stay together. */
function jitterTogether(strokes: readonly Stroke[], deviation: number, random: Random): Stroke[] {
  const moved: { readonly from: Point; readonly to: Point }[] = [];
  const move = (from: Point): Point => {
    const known = moved.find((other) => other.from[0] === from[0] && other.from[1] === from[1]);
    if (known !== undefined) return known.to;
    const to: Point = [from[0] + deviation * random.normal(), from[1] + deviation * random.normal()];
    moved.push({ from, to });
    return to;
  };
  return strokes.map(({ smooth, points }) => ({ smooth, points: points.map(move) }));
}

/** The polyline of a stroke; a smooth one is a Catmull-Rom spline through its control points. */
function pathOf({ smooth, points }: Stroke): readonly Point[] {
  if (!smooth) return points;
  const path: Point[] = [points[0]!];
  for (let i = 0; i + 1 < points.length; i++) {
    const p0 = points[Math.max(0, i - 1)]!;
    const p1 = points[i]!;
    const p2 = points[i + 1]!;
    const p3 = points[Math.min(points.length - 1, i + 2)]!;
    for (let step = 1; step <= STEPS; step++) {
      const t = step / STEPS;
      path.push([catmullRom(p0[0], p1[0], p2[0], p3[0], t), catmullRom(p0[1], p1[1], p2[1], p3[1], t)]);
    }
  }
  return path;
}

/** ½ · (2b + (c − a)t + (2a − 5b + 4c − d)t² + (3b − a − 3c + d)t³) */
function catmullRom(a: number, b: number, c: number, d: number, t: number): number {
  return 0.5 * (2 * b + t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * b - a - 3 * c + d))));
}

/** Up to two faint short strokes near the border: what a neighbour's pen left. */
function drawClutter(canvas: Canvas, random: Random): void {
  const { width, height } = canvas;
  for (let strokes = random.integer(3); strokes > 0; strokes--) {
    const atSide = random.integer(2) === 0;
    const edge =
      random.integer(2) === 0 ? random.uniform() * 3 : (atSide ? width : height) - 1 - random.uniform() * 3;
    const along = random.uniform() * ((atSide ? height : width) - 1);
    const start: Point = atSide ? [edge, along] : [along, edge];
    const end: Point = [start[0] + (random.uniform() - 0.5) * 10, start[1] + (random.uniform() - 0.5) * 10];
    drawLine(canvas, [start, end], 1 + random.uniform(), 0.25 + 0.4 * random.uniform());
  }
}

/** Background, noise and rounding to grey levels. */
function finish(
  { ink }: Canvas,
  background: number,
  deviation: number,
  noise: Uint32Array,
  target: Uint8Array,
): void {
  for (let i = 0; i < ink.length; i++) {
    const value = background + (1 - background) * ink[i]! + deviation * roughlyNormal(noise[i]!);
    target[i] = 255 * clamp(value) + 0.5;
  }
}
