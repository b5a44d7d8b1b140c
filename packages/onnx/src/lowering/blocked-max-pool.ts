import type { Value } from "../graph/graph.js";
import { isAtBound, mul } from "../graph/ops/elementwise.js";
import { reshape } from "../graph/ops/movement.js";
import { blockedMaxPool, blockedUpsample } from "../graph/ops/nchwc.js";
import type { Window } from "../graph/shapes.js";
import { mapShape } from "./blocked-maps.js";
import { cropped, restored } from "./blocked-window.js";
import { coveredBy } from "./portable-window.js";

/**
 * dL/dx of a max pooling whose windows lie side by side: each position belongs to one window, so its gradient
 * is one product. Earlier positions of a window count more, so that of equal maxima the first alone remains.
 */
export function tiledMaxPoolGradient(
  x: Value,
  y: Value,
  dOutput: Value,
  window: Window,
  block: number,
): Value {
  const [height, width] = window;
  const size = [height.size, width.size] as const;
  const [rows, columns] = coveredBy(window);
  const covered = cropped(
    x,
    [
      { start: 0, end: rows },
      { start: 0, end: columns },
    ],
    block,
  );
  const tile: Window = [
    { ...height, input: rows },
    { ...width, input: columns },
  ];

  const maxima = isAtBound(covered, blockedUpsample(y, size));
  const ranked = rank(maxima, tile, block);
  const winners = isAtBound(ranked, blockedUpsample(blockedMaxPool(ranked, tile), size));
  const gradient = mul(winners, blockedUpsample(dOutput, size));
  return restored(gradient, height.input, width.input, block);
}

/** Multiplies each position with its rank in its window: the first with the window's size, the last with 1. */
function rank(maxima: Value, [height, width]: Window, block: number): Value {
  const ranks = new Float32Array(height.input * width.input * block);
  for (let row = 0; row < height.input; row++) {
    for (let column = 0; column < width.input; column++) {
      const position = (row % height.size) * width.size + (column % width.size);
      const start = (row * width.input + column) * block;
      ranks.fill(height.size * width.size - position, start, start + block);
    }
  }
  const [batch, channels] = mapShape(maxima);
  const flat = reshape(maxima, [(batch * channels) / block, ranks.length]);
  return reshape(mul(flat, maxima.graph.constant(ranks, [1, ranks.length])), maxima.shape);
}
