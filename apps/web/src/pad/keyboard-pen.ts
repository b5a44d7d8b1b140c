import type { Point, Stroke } from "./digit-image.js";

/** The pen that arrow keys move. */
export interface Pen {
  readonly at: Point;
  readonly down: boolean;
}

const STEP = 10;

const ARROWS: Readonly<Record<string, readonly [dx: number, dy: number]>> = {
  ArrowLeft: [-STEP, 0],
  ArrowRight: [STEP, 0],
  ArrowUp: [0, -STEP],
  ArrowDown: [0, STEP],
};

/** What a key makes of pen and drawing; undefined for keys that are not for drawing. */
export function afterKey(
  key: string,
  { at, down }: Pen,
  strokes: readonly Stroke[],
  extent: number,
): { readonly pen: Pen; readonly strokes: readonly Stroke[] } | undefined {
  if (key === " ") {
    return { pen: { at, down: !down }, strokes: down ? strokes : [...strokes, [at]] };
  }
  const arrow = ARROWS[key];
  if (arrow === undefined) return undefined;
  const inside = (value: number) => Math.min(extent, Math.max(0, value));
  const to = { x: inside(at.x + arrow[0]), y: inside(at.y + arrow[1]) };
  const last = strokes.at(-1);
  // After the pad was cleared the pen begins a new line where it is.
  const drawn = down ? [...strokes.slice(0, -1), [...(last ?? [at]), to]] : strokes;
  return { pen: { at: to, down }, strokes: drawn };
}
