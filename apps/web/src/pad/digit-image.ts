// A drawing as MNIST would have it: the strokes are scaled into a box of 20×20 with the proportions kept, drawn
// light on dark, and moved so that their centre of mass is the centre of the 28×28 image.

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where the pen went from down to up. */
export type Stroke = readonly Point[];

/** Shares of the image's side. */
const BOX = 20 / 28;
const LINE_WIDTH = 2.5 / 28;

/** A dot, with a tremble of the hand, is not blown up to fill the box; a drawing of a twentieth of the pad is. */
const LARGEST_MAGNIFICATION = 16;

/**
 * @param strokes in any unit, y downwards
 * @param extent side of the pad in that unit
 * @returns `[size, size]`, 0..255; undefined when nothing is drawn
 */
export function digitImage(strokes: readonly Stroke[], extent: number, size: number): Uint8Array | undefined {
  const points = strokes.flat();
  if (points.length === 0) return undefined;
  const placed = placeInBox(strokes, points, extent, size);
  const first = rasterize(placed, size);
  const [massX, massY] = centreOfMass(first, size);
  const middle = (size - 1) / 2;
  const moved = placed.map((stroke) =>
    stroke.map(({ x, y }) => ({ x: x + middle - massX, y: y + middle - massY })),
  );
  return Uint8Array.from(rasterize(moved, size), (ink) => Math.round(255 * ink));
}

function placeInBox(
  strokes: readonly Stroke[],
  points: readonly Point[],
  extent: number,
  size: number,
): Stroke[] {
  const [left, right] = range(points.map(({ x }) => x));
  const [top, bottom] = range(points.map(({ y }) => y));
  const lineWidth = LINE_WIDTH * size;
  const longest = Math.max(right - left, bottom - top);
  const scale = Math.min(
    (BOX * size - lineWidth) / Math.max(longest, Number.MIN_VALUE),
    (LARGEST_MAGNIFICATION * size) / extent,
  );
  const middle = (size - 1) / 2;
  return strokes.map((stroke) =>
    stroke.map(({ x, y }) => ({
      x: (x - (left + right) / 2) * scale + middle,
      y: (y - (top + bottom) / 2) * scale + middle,
    })),
  );
}

function range(values: readonly number[]): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}

/** Ink 0..1 of every pixel: full inside the line, none half a pixel outside of it. */
function rasterize(strokes: readonly Stroke[], size: number): Float32Array {
  const ink = new Float32Array(size * size);
  const radius = (LINE_WIDTH * size) / 2;
  for (const stroke of strokes) {
    for (let i = 0; i < Math.max(1, stroke.length - 1); i++) {
      drawSegment(ink, size, radius, stroke[i]!, stroke[i + 1] ?? stroke[i]!);
    }
  }
  return ink;
}

function drawSegment(ink: Float32Array, size: number, radius: number, from: Point, to: Point): void {
  const reach = radius + 1;
  const limits = (a: number, b: number): [number, number] => [
    Math.max(0, Math.floor(Math.min(a, b) - reach)),
    Math.min(size - 1, Math.ceil(Math.max(a, b) + reach)),
  ];
  const [firstX, lastX] = limits(from.x, to.x);
  const [firstY, lastY] = limits(from.y, to.y);
  for (let y = firstY; y <= lastY; y++) {
    for (let x = firstX; x <= lastX; x++) {
      const covered = Math.min(1, Math.max(0, radius + 0.5 - distance(x, y, from, to)));
      const at = y * size + x;
      if (covered > ink[at]!) ink[at] = covered;
    }
  }
}

/** From a point to a line segment. */
function distance(x: number, y: number, from: Point, to: Point): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const squared = dx * dx + dy * dy;
  const along = squared === 0 ? 0 : ((x - from.x) * dx + (y - from.y) * dy) / squared;
  const nearest = Math.min(1, Math.max(0, along));
  return Math.hypot(x - from.x - nearest * dx, y - from.y - nearest * dy);
}

function centreOfMass(ink: Float32Array, size: number): [x: number, y: number] {
  let mass = 0;
  let sumX = 0;
  let sumY = 0;
  ink.forEach((value, at) => {
    mass += value;
    sumX += value * (at % size);
    sumY += value * Math.floor(at / size);
  });
  return [sumX / mass, sumY / mass];
}
