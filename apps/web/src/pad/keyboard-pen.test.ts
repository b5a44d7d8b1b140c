import { describe, expect, it } from "vitest";
import type { Stroke } from "./digit-image.js";
import { afterKey, type Pen } from "./keyboard-pen.js";

const typed = (keys: readonly string[]) => {
  let state: { pen: Pen; strokes: readonly Stroke[] } = {
    pen: { at: { x: 50, y: 50 }, down: false },
    strokes: [],
  };
  for (const key of keys) state = afterKey(key, state.pen, state.strokes, 100) ?? state;
  return state;
};

describe("a pen that keys move", () => {
  it("draws while it is down, and moves without a line while it is up", () => {
    const { strokes } = typed([
      "ArrowLeft",
      " ",
      "ArrowDown",
      "ArrowDown",
      " ",
      "ArrowRight",
      " ",
      "ArrowUp",
    ]);
    const points = strokes.map((stroke) => stroke.map(({ x, y }) => [x, y]));
    expect(points).toEqual([
      [
        [40, 50],
        [40, 60],
        [40, 70],
      ],
      [
        [50, 70],
        [50, 60],
      ],
    ]);
  });

  it("stays on the pad, and leaves other keys alone", () => {
    expect(typed(Array(20).fill("ArrowUp")).pen.at).toEqual({ x: 50, y: 0 });
    expect(afterKey("Tab", { at: { x: 0, y: 0 }, down: true }, [], 100)).toBeUndefined();
  });
});
