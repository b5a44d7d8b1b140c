/** Whole numbers from 0 to below `limit`, the same for the same seed (the generator "mulberry32"). */
export function randomIndices(seed: number): (limit: number) => number {
  let state = seed | 0;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return Math.floor((((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32) * limit);
  };
}

/** In place (Fisher and Yates). */
export function shuffle<Item>(items: Item[], index: (limit: number) => number): Item[] {
  for (let i = items.length - 1; i > 0; i--) {
    const j = index(i + 1);
    [items[i], items[j]] = [items[j]!, items[i]!];
  }
  return items;
}
