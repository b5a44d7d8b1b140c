import { type KeyboardEvent, memo, type PointerEvent, useEffect, useRef, useState } from "react";
import type { Point, Stroke } from "./digit-image.js";
import { afterKey, type Pen } from "./keyboard-pen.js";

/** Side of the pad in its own units; the style sheet may show it smaller. */
export const PAD_EXTENT = 280;
const LINE_WIDTH = 18;
const MIDDLE: Pen = { at: { x: PAD_EXTENT / 2, y: PAD_EXTENT / 2 }, down: false };

interface PadProps {
  readonly strokes: readonly Stroke[];
  readonly disabled: boolean;
  readonly onDraw: (strokes: readonly Stroke[]) => void;
}

/** Paper for a finger, a pen, a mouse or the arrow keys. */
export const Pad = memo(function Pad({ strokes, disabled, onDraw }: PadProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [pen, setPen] = useState<Pen>();

  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!context) return;
    drawStrokes(context, strokes);
    if (pen) drawPen(context, pen);
  }, [strokes, pen]);

  const pointAt = (event: PointerEvent<HTMLCanvasElement>): Point => {
    const { left, top, width } = event.currentTarget.getBoundingClientRect();
    const scale = PAD_EXTENT / width;
    return { x: (event.clientX - left) * scale, y: (event.clientY - top) * scale };
  };
  const down = (event: PointerEvent<HTMLCanvasElement>) => {
    if (disabled || !event.isPrimary || event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    setPen(undefined);
    onDraw([...strokes, [pointAt(event)]]);
  };
  const move = (event: PointerEvent<HTMLCanvasElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const last = strokes.at(-1);
    if (last) onDraw([...strokes.slice(0, -1), [...last, pointAt(event)]]);
  };
  const press = (event: KeyboardEvent<HTMLCanvasElement>) => {
    const next = disabled ? undefined : afterKey(event.key, pen ?? MIDDLE, strokes, PAD_EXTENT);
    if (next === undefined) return;
    event.preventDefault();
    setPen(next.pen);
    if (next.strokes !== strokes) onDraw(next.strokes);
  };

  return (
    <div className="pad">
      {/* biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: its keys draw, so a reader must hand them on */}
      <canvas
        ref={canvas}
        width={PAD_EXTENT}
        height={PAD_EXTENT}
        role="application"
        tabIndex={0}
        aria-label="Drawing pad. Draw with a pointer, or with the keyboard: arrow keys move the pen, Space sets it down and lifts it."
        data-disabled={disabled || undefined}
        onPointerDown={down}
        onPointerMove={move}
        onKeyDown={press}
        onBlur={() => setPen(undefined)}
      />
      {strokes.length === 0 && !pen && (
        <span className="pad-hint">{disabled ? "Training…" : "Draw here"}</span>
      )}
    </div>
  );
});

function drawStrokes(context: CanvasRenderingContext2D, strokes: readonly Stroke[]): void {
  context.clearRect(0, 0, PAD_EXTENT, PAD_EXTENT);
  context.lineWidth = LINE_WIDTH;
  context.lineCap = "round";
  context.lineJoin = "round";
  context.strokeStyle = "#fff";
  context.beginPath();
  for (const [first, ...others] of strokes) {
    if (!first) continue;
    context.moveTo(first.x, first.y);
    // A line to itself is a dot.
    context.lineTo(first.x, first.y);
    for (const { x, y } of others) context.lineTo(x, y);
  }
  context.stroke();
}

/** Where the keyboard's pen is: full when it is down. */
function drawPen(context: CanvasRenderingContext2D, { at, down }: Pen): void {
  context.beginPath();
  context.arc(at.x, at.y, LINE_WIDTH / 2, 0, 2 * Math.PI);
  context.lineWidth = 2;
  context.strokeStyle = "#7fb3ee";
  context.fillStyle = "#7fb3ee";
  if (down) context.fill();
  else context.stroke();
}
