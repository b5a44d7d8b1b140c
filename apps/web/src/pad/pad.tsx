import { memo, type PointerEvent, useEffect, useRef } from "react";
import type { Point, Stroke } from "./digit-image.js";

/** Side of the pad in its own units; the style sheet may show it smaller. */
export const PAD_EXTENT = 280;
const LINE_WIDTH = 18;

interface PadProps {
  readonly strokes: readonly Stroke[];
  readonly disabled: boolean;
  readonly onDraw: (strokes: readonly Stroke[]) => void;
}

/** Paper for a finger, a pen or a mouse. */
export const Pad = memo(function Pad({ strokes, disabled, onDraw }: PadProps) {
  const canvas = useRef<HTMLCanvasElement>(null);

  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (context) drawStrokes(context, strokes);
  }, [strokes]);

  const pointAt = (event: PointerEvent<HTMLCanvasElement>): Point => {
    const { left, top, width } = event.currentTarget.getBoundingClientRect();
    const scale = PAD_EXTENT / width;
    return { x: (event.clientX - left) * scale, y: (event.clientY - top) * scale };
  };
  const down = (event: PointerEvent<HTMLCanvasElement>) => {
    if (disabled || !event.isPrimary || event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    onDraw([...strokes, [pointAt(event)]]);
  };
  const move = (event: PointerEvent<HTMLCanvasElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const last = strokes.at(-1);
    if (last) onDraw([...strokes.slice(0, -1), [...last, pointAt(event)]]);
  };

  return (
    <div className="pad">
      <canvas
        ref={canvas}
        width={PAD_EXTENT}
        height={PAD_EXTENT}
        role="img"
        aria-label="Drawing pad, for a pointer or a finger. Without one, use a test image or a picture."
        data-disabled={disabled || undefined}
        onPointerDown={down}
        onPointerMove={move}
      />
      {strokes.length === 0 && <span className="pad-hint">{disabled ? "Training…" : "Draw here"}</span>}
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
