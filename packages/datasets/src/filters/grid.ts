/** Numbers in rows and columns: one channel of a picture, a kernel, a feature map. */
export interface Grid {
  /** `[height · width]`, row by row. */
  readonly values: Float32Array;
  readonly height: number;
  readonly width: number;
}

export const gridOf = (
  height: number,
  width: number,
  valueAt: (row: number, column: number) => number,
): Grid => ({
  values: Float32Array.from({ length: height * width }, (_, i) => valueAt(Math.floor(i / width), i % width)),
  height,
  width,
});

/** One channel of pixels `[height, width, channels]`. */
export const channelOf = (
  pixels: Uint8Array,
  [height, width, channels]: readonly [height: number, width: number, channels: number],
  channel = 0,
): Grid => gridOf(height, width, (row, column) => pixels[(row * width + column) * channels + channel]!);

/** A part that starts at a row and column; 0 where it reaches beyond the grid. */
export const cut = (grid: Grid, top: number, left: number, height: number, width: number): Grid =>
  gridOf(height, width, (row, column) => valueAt(grid, top + row, left + column));

const valueAt = ({ values, height, width }: Grid, row: number, column: number): number =>
  row >= 0 && row < height && column >= 0 && column < width ? values[row * width + column]! : 0;
