/** Drawing thick lines into a grey image, with smooth edges. Only + − · / √, so that every platform draws the same. */

export type Point = readonly [x: number, y: number];

/** A grey image being drawn: `[height, width]`, 0 (nothing) to 1 (full ink). */
export interface Canvas {
  readonly width: number;
  readonly height: number;
  readonly ink: Float64Array;
}

export const createCanvas = (width: number, height: number): Canvas => ({
  width,
  height,
  ink: new Float64Array(width * height),
});

/**
 * Draws a polyline with round ends and joints. A pixel gets as much ink as its distance to the line
 * tells: all up to half the thickness, none half a pixel further out on either side of the edge.
 *
 * @param thickness in pixels
 * @param strength ink of the line, 0..1; where lines cross, the stronger one counts
 */
export function drawLine(canvas: Canvas, points: readonly Point[], thickness: number, strength = 1): void {
  for (let i = 1; i < points.length; i++) {
    drawSegment(canvas, points[i - 1]!, points[i]!, thickness / 2, strength);
  }
}

function drawSegment(
  canvas: Canvas,
  [x0, y0]: Point,
  [x1, y1]: Point,
  radius: number,
  strength: number,
): void {
  const { width, height, ink } = canvas;
  const reach = radius + 0.5;
  const left = Math.max(0, Math.floor(Math.min(x0, x1) - reach));
  const right = Math.min(width - 1, Math.ceil(Math.max(x0, x1) + reach));
  const top = Math.max(0, Math.floor(Math.min(y0, y1) - reach));
  const bottom = Math.min(height - 1, Math.ceil(Math.max(y0, y1) + reach));
  const dx = x1 - x0;
  const dy = y1 - y0;
  const lengthSquared = dx * dx + dy * dy;
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const at = y * width + x;
      if (ink[at]! >= strength) continue;
      // The nearest point of the segment is at start + along · (end − start), along in 0..1.
      const projected = (x - x0) * dx + (y - y0) * dy;
      const along = projected <= 0 ? 0 : projected >= lengthSquared ? 1 : projected / lengthSquared;
      const offsetX = x - (x0 + along * dx);
      const offsetY = y - (y0 + along * dy);
      const squared = offsetX * offsetX + offsetY * offsetY;
      if (squared >= reach * reach) continue;
      const amount = strength * Math.min(1, reach - Math.sqrt(squared));
      if (amount > ink[at]!) ink[at] = amount;
    }
  }
}

/** Each pixel becomes (1 − 4·amount) of itself plus `amount` of its four neighbours, the edge repeated. */
export function blur({ width, height, ink }: Canvas, amount: number, blurred: Canvas): void {
  for (let y = 0; y < height; y++) {
    const above = Math.max(0, y - 1) * width;
    const row = y * width;
    const below = Math.min(height - 1, y + 1) * width;
    for (let x = 0; x < width; x++) {
      const neighbours =
        ink[above + x]! +
        ink[below + x]! +
        ink[row + Math.max(0, x - 1)]! +
        ink[row + Math.min(width - 1, x + 1)]!;
      blurred.ink[row + x] = ink[row + x]! * (1 - 4 * amount) + neighbours * amount;
    }
  }
}

/** The value, or the nearer of 0 and 1. */
export const clamp = (value: number): number => (value <= 0 ? 0 : value >= 1 ? 1 : value);
