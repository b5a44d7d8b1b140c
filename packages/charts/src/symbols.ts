import { element, rounded } from "./svg.js";

export type SymbolName = "circle" | "diamond" | "square" | "triangle";

/** A mark around a point; `size` is its diameter in pixels. */
export function symbolAt(name: SymbolName, x: number, y: number, size: number, fill: string): string {
  const r = size / 2;
  if (name === "circle") return element("circle", { cx: x, cy: y, r, fill });
  if (name === "square") return element("rect", { x: x - r, y: y - r, width: size, height: size, fill });
  const corners =
    name === "diamond"
      ? [
          [x, y - r],
          [x + r, y],
          [x, y + r],
          [x - r, y],
        ]
      : [
          [x, y - r],
          [x + r, y + r],
          [x - r, y + r],
        ];
  return element("polygon", {
    points: corners.map(([a, b]) => `${rounded(a!)},${rounded(b!)}`).join(" "),
    fill,
  });
}
