/** Forms of area 1 around (0, 0), as signed distances to their border. Only + − · / √, as in raster.ts. */
import { clamp, type Point } from "./raster.js";

/** Distance of a point to the border, negative inside. */
export type Form = (x: number, y: number) => number;

/** No point of a form is farther from its centre: that of the triangle's corners is 0.88. */
export const REACH = 0.9;

/** √(1/π) */
const DISC_RADIUS = 0.5641895835477563;
/** Inner to outer radius. */
const RING_HOLE = 0.55;
/** Half the width of an arm to half the width of the cross. */
const CROSS_ARM = 0.36;

const discOf =
  (radius: number): Form =>
  (x, y) =>
    Math.sqrt(x * x + y * y) - radius;

function ring(): Form {
  const outer = DISC_RADIUS / Math.sqrt(1 - RING_HOLE * RING_HOLE);
  const middle = (outer * (1 + RING_HOLE)) / 2;
  const half = (outer * (1 - RING_HOLE)) / 2;
  return (x, y) => Math.abs(Math.sqrt(x * x + y * y) - middle) - half;
}

/** Scaled to area 1. The distance to the nearest edge; its sign from how many edges a ray to the right crosses. */
function polygon(corners: readonly Point[]): Form {
  const edges = corners.map((from, i) => [from, corners[(i + 1) % corners.length]!] as const);
  const doubleArea = edges.reduce((sum, [[x0, y0], [x1, y1]]) => sum + x0 * y1 - x1 * y0, 0);
  const scale = 1 / Math.sqrt(Math.abs(doubleArea) / 2);
  const scaled = edges.map(
    ([[x0, y0], [x1, y1]]) => [x0 * scale, y0 * scale, x1 * scale, y1 * scale] as const,
  );
  return (x, y) => {
    let nearest = Number.POSITIVE_INFINITY;
    let inside = false;
    for (const [x0, y0, x1, y1] of scaled) {
      const dx = x1 - x0;
      const dy = y1 - y0;
      const along = clamp(((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy));
      const offsetX = x - (x0 + along * dx);
      const offsetY = y - (y0 + along * dy);
      nearest = Math.min(nearest, offsetX * offsetX + offsetY * offsetY);
      if (y0 > y !== y1 > y && x < x0 + ((y - y0) / dy) * dx) inside = !inside;
    }
    return Math.sqrt(nearest) * (inside ? -1 : 1);
  };
}

const quarterOfCross: readonly Point[] = [
  [1, CROSS_ARM],
  [CROSS_ARM, CROSS_ARM],
  [CROSS_ARM, 1],
];
/** The same, turned by 90° each time. */
const cross = [0, 1, 2, 3].flatMap((turns) =>
  quarterOfCross.map(([x, y]): Point => {
    if (turns === 0) return [x, y];
    if (turns === 1) return [-y, x];
    return turns === 2 ? [-x, -y] : [y, -x];
  }),
);

export const disc = discOf(DISC_RADIUS);
export const hollowDisc = ring();
export const square = polygon([
  [-1, -1],
  [1, -1],
  [1, 1],
  [-1, 1],
]);
/** Equilateral, around its centre of gravity: height √3, two thirds of it above. */
export const triangle = polygon([
  [0, -2 / Math.sqrt(3)],
  [1, 1 / Math.sqrt(3)],
  [-1, 1 / Math.sqrt(3)],
]);
export const plusSign = polygon(cross);
