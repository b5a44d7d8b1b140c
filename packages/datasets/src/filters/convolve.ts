import { type Checks, count, oneOf, optionProblems } from "@imgcls/checks";
import { checkOptions } from "../option-checks.js";
import { cut, type Grid, gridOf } from "./grid.js";

/**
 * Zeros around the grid: none ("valid"), so many that a stride of 1 keeps its size ("same", as in Keras: what cannot be
 * shared evenly is below and to the right), or so many that every window that meets the grid counts ("full").
 */
export type KernelPadding = "valid" | "same" | "full";

export interface ConvolveOptions {
  /** How far the kernel moves. Default 1. */
  readonly stride?: number;
  /** Default "valid". */
  readonly padding?: KernelPadding;
}

const CHECKS: Checks<ConvolveOptions> = { stride: count, padding: oneOf("valid", "same", "full") };

/** How many zeros come before the first row, or column, and after the last. */
interface Borders {
  readonly before: number;
  readonly after: number;
}

/** The grid with its zeros, and how many there are on each side. */
export interface PaddedGrid {
  readonly grid: Grid;
  readonly rows: Borders;
  readonly columns: Borders;
}

/**
 * Each number of the result is `Σ kernel · window`, as in a network: the kernel is not turned around.
 *
 * @throws DatasetOptionsError for unknown or wrong options, and a kernel that is larger than the padded grid
 */
export function convolve(grid: Grid, kernel: Grid, options: ConvolveOptions = {}): Grid {
  const { stride = 1 } = options;
  const { grid: padded } = padFor(grid, kernel, options);
  return slide(padded, kernel, stride, (top, left) => {
    let sum = 0;
    for (let row = 0; row < kernel.height; row++) {
      for (let column = 0; column < kernel.width; column++) {
        sum +=
          kernel.values[row * kernel.width + column]! *
          padded.values[(top + row) * padded.width + left + column]!;
      }
    }
    return sum;
  });
}

/** The grid as `convolve` reads it. Throws DatasetOptionsError as it does. */
export function padFor(grid: Grid, kernel: Grid, options: ConvolveOptions): PaddedGrid {
  checkOptions("convolve", options, CHECKS, () => {
    const isWrong = optionProblems("convolve", options, CHECKS).length > 0;
    const isLarger = kernel.height > grid.height || kernel.width > grid.width;
    if (isWrong || !isLarger || (options.padding ?? "valid") !== "valid") return [];
    return [
      `expected a kernel of at most ${grid.height} × ${grid.width}, as the grid, received ${kernel.height} × ${kernel.width}`,
    ];
  });
  const { stride = 1, padding = "valid" } = options;
  const rows = bordersOf(grid.height, kernel.height, stride, padding);
  const columns = bordersOf(grid.width, kernel.width, stride, padding);
  const height = rows.before + grid.height + rows.after;
  const width = columns.before + grid.width + columns.after;
  return { grid: cut(grid, -rows.before, -columns.before, height, width), rows, columns };
}

/** The greatest number of each window of `size` × `size`, side by side; what does not fill another one is left out. */
export const maxPool = (grid: Grid, size: number): Grid =>
  slide(grid, { height: size, width: size }, size, (top, left) =>
    cut(grid, top, left, size, size).values.reduce((most, value) => Math.max(most, value)),
  );

export const relu = ({ values, ...size }: Grid): Grid => ({
  values: values.map((value) => Math.max(0, value)),
  ...size,
});

function bordersOf(extent: number, size: number, stride: number, padding: KernelPadding): Borders {
  if (padding === "valid") return { before: 0, after: 0 };
  if (padding === "full") return { before: size - 1, after: size - 1 };
  const total = Math.max(0, (Math.ceil(extent / stride) - 1) * stride + size - extent);
  return { before: Math.floor(total / 2), after: Math.ceil(total / 2) };
}

const slide = (
  grid: Grid,
  window: Pick<Grid, "height" | "width">,
  stride: number,
  resultAt: (top: number, left: number) => number,
): Grid =>
  gridOf(
    Math.floor((grid.height - window.height) / stride) + 1,
    Math.floor((grid.width - window.width) / stride) + 1,
    (row, column) => resultAt(row * stride, column * stride),
  );
