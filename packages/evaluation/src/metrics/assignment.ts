/**
 * Rows to columns, one to one, with the greatest sum: the Hungarian method with shortest augmenting paths (Jonker and Volgenant 1987),
 * in rows² · columns steps.
 *
 * @param gains `[rows][columns]`; where there are more rows than columns, some get none
 * @returns `[rows]`, the column of each, −1 for none
 */
export function bestAssignment(gains: readonly (readonly number[])[]): number[] {
  const columns = gains[0]?.length ?? 0;
  if (gains.length > columns) return inverse(assigned(transposed(gains, columns)), gains.length);
  return assigned(gains);
}

/** Row by row: the cheapest path from the new row over rows that move to a column that is free. */
function assigned(gains: readonly (readonly number[])[]): number[] {
  const rows = gains.length;
  const columns = gains[0]?.length ?? 0;
  const ofRow = new Float64Array(rows);
  const ofColumn = new Float64Array(columns);
  const rowAt = new Int32Array(columns).fill(-1);
  for (let start = 0; start < rows; start++) {
    const cost = new Float64Array(columns).fill(Number.POSITIVE_INFINITY);
    const cameFrom = new Int32Array(columns).fill(-1);
    const done = new Uint8Array(columns);
    let row = start;
    let column = -1;
    let paid = 0;
    do {
      let next = -1;
      for (let j = 0; j < columns; j++) {
        if (done[j]) continue;
        const through = paid - gains[row]![j]! - ofRow[row]! - ofColumn[j]!;
        if (through < cost[j]!) {
          cost[j] = through;
          cameFrom[j] = column;
        }
        if (next < 0 || cost[j]! < cost[next]!) next = j;
      }
      column = next;
      paid = cost[column]!;
      done[column] = 1;
      row = rowAt[column]!;
    } while (row >= 0);
    ofRow[start]! += paid;
    for (let j = 0; j < columns; j++) {
      if (!done[j] || j === column) continue;
      ofRow[rowAt[j]!]! += paid - cost[j]!;
      ofColumn[j]! -= paid - cost[j]!;
    }
    while (column >= 0) {
      const before = cameFrom[column]!;
      rowAt[column] = before < 0 ? start : rowAt[before]!;
      column = before;
    }
  }
  return inverse([...rowAt], rows);
}

const transposed = (matrix: readonly (readonly number[])[], columns: number): number[][] =>
  Array.from({ length: columns }, (_, j) => matrix.map((row) => row[j]!));

function inverse(of: readonly number[], count: number): number[] {
  const positions = new Array<number>(count).fill(-1);
  for (const [i, at] of of.entries()) if (at >= 0) positions[at] = i;
  return positions;
}
