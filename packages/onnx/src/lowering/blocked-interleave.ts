import type { Value } from "../graph/graph.js";
import { concat, reshape } from "../graph/ops/movement.js";
import { mapShape } from "./blocked-maps.js";

/** Combines maps to one, as `interleave` of portable-window.ts does, for blocked maps. */
export function interleave(
  phases: readonly Value[],
  [rows, columns]: readonly [number, number],
  block: number,
): Value {
  const lines = Array.from({ length: rows }, (_, row) => phases.slice(row * columns, (row + 1) * columns));
  return alternate(
    lines.map((line) => alternate(line, "columns", block)),
    "rows",
    block,
  );
}

function alternate(parts: readonly Value[], axis: "rows" | "columns", block: number): Value {
  if (parts.length === 1) return parts[0]!;
  const [batch, channels, height, width] = mapShape(parts[0]!);
  const together = axis === "rows" ? width * block : block;
  const lines = parts.map((part) =>
    reshape(part, [(batch * channels * height * width) / together, together]),
  );
  const shape =
    axis === "rows"
      ? [batch, channels, height * parts.length, width]
      : [batch, channels, height, width * parts.length];
  return reshape(concat(lines, 1), shape);
}
