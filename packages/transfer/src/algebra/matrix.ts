/**
 * Numbers in rows and columns, seen through strides, so that a transpose or a part is another view of the same numbers.
 * The number at row i and column j is `values[offset + i · rowStride + j · columnStride]`.
 */
export interface Matrix {
  readonly values: Float64Array;
  readonly offset: number;
  readonly rows: number;
  readonly columns: number;
  readonly rowStride: number;
  readonly columnStride: number;
}

/** @param values row by row; zeros where it is left out */
export const matrix = (
  rows: number,
  columns: number,
  values: Float64Array = new Float64Array(rows * columns),
): Matrix => ({
  values,
  offset: 0,
  rows,
  columns,
  rowStride: columns,
  columnStride: 1,
});

export const transposed = (of: Matrix): Matrix => ({
  ...of,
  rows: of.columns,
  columns: of.rows,
  rowStride: of.columnStride,
  columnStride: of.rowStride,
});

/** A view of `rows` × `columns` numbers from row `row` and column `column` on. */
export const part = (of: Matrix, row: number, column: number, rows: number, columns: number): Matrix => ({
  ...of,
  offset: of.offset + row * of.rowStride + column * of.columnStride,
  rows,
  columns,
});
