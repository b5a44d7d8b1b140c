import type { Grid } from "./grid.js";

const kernel = (rows: readonly (readonly number[])[], divisor = 1): Grid => ({
  values: Float32Array.from(rows.flat(), (value) => value / divisor),
  height: rows.length,
  width: rows[0]!.length,
});

/** What image processing knew before networks learned their own: 3 × 3 numbers that a picture is convolved with. */
export const CLASSIC_KERNELS = {
  identity: kernel([
    [0, 0, 0],
    [0, 1, 0],
    [0, 0, 0],
  ]),
  "diagonal-edges": kernel([
    [1, 0, -1],
    [0, 0, 0],
    [-1, 0, 1],
  ]),
  edges: kernel([
    [0, 1, 0],
    [1, -4, 1],
    [0, 1, 0],
  ]),
  "strong-edges": kernel([
    [-1, -1, -1],
    [-1, 8, -1],
    [-1, -1, -1],
  ]),
  sharpen: kernel([
    [0, -1, 0],
    [-1, 5, -1],
    [0, -1, 0],
  ]),
  "box-blur": kernel(
    [
      [1, 1, 1],
      [1, 1, 1],
      [1, 1, 1],
    ],
    9,
  ),
  "gaussian-blur": kernel(
    [
      [1, 2, 1],
      [2, 4, 2],
      [1, 2, 1],
    ],
    16,
  ),
} as const satisfies Readonly<Record<string, Grid>>;

export type KernelName = keyof typeof CLASSIC_KERNELS;
export const KERNEL_NAMES = Object.keys(CLASSIC_KERNELS) as KernelName[];
