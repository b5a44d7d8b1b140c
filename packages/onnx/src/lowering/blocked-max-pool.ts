import type { Value } from "../graph/graph.js";
import { max } from "../graph/ops/elementwise.js";
import { blockedMaxPool } from "../graph/ops/nchwc.js";
import type { Window } from "../graph/shapes.js";
import { interleave } from "./blocked-interleave.js";
import { corner, fitted, restored } from "./blocked-window.js";
import { gradientsOfPositions } from "./first-maximum.js";
import { coveredBy } from "./portable-window.js";

/** dL/dx of a max pooling whose windows do not overlap: each position belongs to at most one window. */
export function tiledMaxPoolGradient(
  x: Value,
  y: Value,
  dOutput: Value,
  window: Window,
  block: number,
): Value {
  const [height, width] = window;
  const [rows, columns] = coveredBy(window);
  const covered = corner(x, [rows, columns], block);
  const tile: Window = [
    { ...height, input: rows },
    { ...width, input: columns },
  ];
  const gradients = gradientsOfPositions(maximaUpToPositions(covered, y, tile, block), dOutput);
  return restored(interleave(gradients, [height.size, width.size], block), height.input, width.input);
}

/**
 * For each position k of a window, row by row, the maximum of its positions 0 to k. These positions are the rows
 * above k and the rectangle from the window's corner to k; the maximum of each is a pooling.
 *
 *     r r r     r: rows above
 *     q k ·     q and what is above q and k: the rectangle
 */
function maximaUpToPositions(x: Value, y: Value, [height, width]: Window, block: number): Value[] {
  const maxima: Value[] = [];
  for (let row = 0; row < height.size; row++) {
    const rowsAbove = maxima.at(-1);
    for (let column = 0; column < width.size; column++) {
      if (row === height.size - 1 && column === width.size - 1) return [...maxima, y];
      const fit = fitted(
        x,
        [
          { ...height, size: row + 1 },
          { ...width, size: column + 1 },
        ],
        block,
      );
      const rectangle = blockedMaxPool(fit.maps, fit.window);
      const isWholeRows = rowsAbove === undefined || column === width.size - 1;
      maxima.push(isWholeRows ? rectangle : max(rowsAbove, rectangle));
    }
  }
  return maxima;
}
