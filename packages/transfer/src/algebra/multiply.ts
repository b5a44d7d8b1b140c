import { type BlockMultiplier, blockMultiplier } from "./kernels.js";
import { type Matrix, matrix } from "./matrix.js";

/** Rows and columns of a tile, as the kernel has them. */
const TILE = 4;
/** A block of each factor stays in the processor's second cache: 128 and 256 kB. */
const BLOCK = { rows: 64, columns: 128, depth: 256 };

/** Of this thread. */
let multiplier: BlockMultiplier | undefined;

/** `left · right`, in 64-bit floats, by blocks that are copied side by side (Goto and van de Geijn 2008). */
export function multiply(left: Matrix, right: Matrix): Matrix {
  const product = matrix(left.rows, right.columns);
  addProduct(left, right, product, () => false);
  return product;
}

/** A product that is symmetric: what is above the diagonal is computed, by blocks, and copied below it. */
export function multiplySymmetric(left: Matrix, right: Matrix): Matrix {
  const size = left.rows;
  const product = matrix(size, size);
  addProduct(left, right, product, (row, column) => column + BLOCK.columns <= row);
  const { values } = product;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) values[i * size + j] = values[j * size + i]!;
  }
  return product;
}

/** @param isLeftOut whether the block that begins at this row and column of the product is not needed */
function addProduct(
  left: Matrix,
  right: Matrix,
  product: Matrix,
  isLeftOut: (row: number, column: number) => boolean,
): void {
  multiplier ??= blockMultiplier({
    left: BLOCK.rows * BLOCK.depth,
    right: BLOCK.columns * BLOCK.depth,
    product: BLOCK.rows * BLOCK.columns,
  });
  for (let column = 0; column < right.columns; column += BLOCK.columns) {
    const columns = Math.min(BLOCK.columns, right.columns - column);
    for (let at = 0; at < left.columns; at += BLOCK.depth) {
      const depth = Math.min(BLOCK.depth, left.columns - at);
      const start = right.offset + column * right.columnStride + at * right.rowStride;
      pack(right.values, start, right.columnStride, right.rowStride, columns, depth, multiplier.right);
      for (let row = 0; row < left.rows; row += BLOCK.rows) {
        if (isLeftOut(row, column)) continue;
        const rows = Math.min(BLOCK.rows, left.rows - row);
        const first = left.offset + row * left.rowStride + at * left.columnStride;
        pack(left.values, first, left.rowStride, left.columnStride, rows, depth, multiplier.left);
        multiplier.multiply(Math.ceil(rows / TILE), Math.ceil(columns / TILE), depth);
        addTiles(multiplier.product, product, row, column, rows, columns);
      }
    }
  }
}

/** Copies `lines` lines of `depth` numbers into panels of 4 lines; lines that are missing in the last one are zeros. */
function pack(
  values: Float64Array,
  start: number,
  lineStride: number,
  stride: number,
  lines: number,
  depth: number,
  into: Float64Array,
): void {
  let to = 0;
  for (let line = 0; line < lines; line += TILE) {
    let from = start + line * lineStride;
    if (line + TILE <= lines) {
      for (let k = 0; k < depth; k++, from += stride, to += TILE) {
        into[to] = values[from]!;
        into[to + 1] = values[from + lineStride]!;
        into[to + 2] = values[from + 2 * lineStride]!;
        into[to + 3] = values[from + 3 * lineStride]!;
      }
    } else {
      for (let k = 0; k < depth; k++, from += stride, to += TILE) {
        for (let i = 0; i < TILE; i++) into[to + i] = line + i < lines ? values[from + i * lineStride]! : 0;
      }
    }
  }
}

/** @param product whose rows are without gaps */
function addTiles(
  tiles: Float64Array,
  product: Matrix,
  row: number,
  column: number,
  rows: number,
  columns: number,
): void {
  const panels = Math.ceil(columns / TILE);
  for (let i = 0; i < rows; i++) {
    const panel = (i >> 2) * panels;
    const to = (row + i) * product.columns + column;
    for (let j = 0; j < columns; j++) {
      product.values[to + j]! += tiles[((panel + (j >> 2)) << 4) + ((i & 3) << 2) + (j & 3)]!;
    }
  }
}
