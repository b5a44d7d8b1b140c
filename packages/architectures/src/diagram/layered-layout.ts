// A layered drawing of a directed graph, from top to bottom (after Sugiyama, Tagawa and Toda, 1981): every node on the
// row of its longest path from the input; edges over several rows get a place of their own on each row between.

export interface Box {
  readonly width: number;
  /** Indices of the boxes above that it hangs from. */
  readonly inputs: readonly number[];
}

/** Where the middle of a box's row is. */
export interface Place {
  readonly x: number;
  readonly row: number;
}

export interface Edge {
  readonly from: number;
  readonly to: number;
  /** The places that it passes, both ends included. */
  readonly places: readonly Place[];
}

export interface Layout {
  /** Of every box. */
  readonly places: readonly Place[];
  readonly edges: readonly Edge[];
  /** Of the widest row. */
  readonly width: number;
  readonly rows: number;
}

export interface LayoutOptions {
  /** Between neighbours on a row. */
  readonly gap: number;
  /** Room for an edge that passes a row. */
  readonly laneWidth: number;
}

/** A box, or the place of an edge on a row that it passes. */
interface Item {
  readonly width: number;
  readonly row: number;
  readonly above: readonly Item[];
  x: number;
}

/** Boxes are in an order in which inputs come first. */
export function layeredLayout(boxes: readonly Box[], { gap, laneWidth }: LayoutOptions): Layout {
  const items: Item[] = [];
  const rows: Item[][] = [];
  const add = (item: Item): Item => {
    rows[item.row] ??= [];
    rows[item.row]!.push(item);
    return item;
  };
  const chains: { from: number; to: number; items: Item[] }[] = [];
  for (const [to, { width, inputs }] of boxes.entries()) {
    const row = Math.max(0, ...inputs.map((from) => items[from]!.row + 1));
    const above = inputs.map((from) => {
      const passed = [items[from]!];
      for (let lane = items[from]!.row + 1; lane < row; lane++) {
        passed.push(add({ width: laneWidth, row: lane, above: [passed.at(-1)!], x: 0 }));
      }
      chains.push({ from, to, items: passed });
      return passed.at(-1)!;
    });
    items.push(add({ width, row, above, x: 0 }));
  }
  for (const row of rows) arrange(row, gap);
  const edges = chains.map(({ from, to, items: passed }) => ({
    from,
    to,
    places: [...passed, items[to]!].map(({ x, row }) => ({ x, row })),
  }));
  return {
    places: items.map(({ x, row }) => ({ x, row })),
    edges,
    width: Math.max(...rows.map((row) => widthOf(row, gap))),
    rows: rows.length,
  };
}

const widthOf = (row: readonly Item[], gap: number): number =>
  row.reduce((sum, { width }) => sum + width, (row.length - 1) * gap);

/** Left to right by the mean of what is above, which crosses few edges; the row in the middle. */
function arrange(row: Item[], gap: number): void {
  const mean = ({ above }: Item): number =>
    above.length === 0 ? 0 : above.reduce((sum, { x }) => sum + x, 0) / above.length;
  const means = new Map(row.map((item) => [item, mean(item)]));
  row.sort((one, other) => means.get(one)! - means.get(other)!);
  let left = -widthOf(row, gap) / 2;
  for (const item of row) {
    item.x = left + item.width / 2;
    left += item.width + gap;
  }
}
