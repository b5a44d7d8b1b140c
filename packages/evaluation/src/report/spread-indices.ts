const GOLDEN_RATIO = 0.618033988749895;

/**
 * One index out of each of `count` equal stretches of 0..length−1, at a place that moves on by the golden
 * ratio. So a set sorted by class shows every class, and so does one in which the classes take turns.
 * All indices when there are no more than `count`.
 */
export function spreadIndices(length: number, count: number): number[] {
  const taken = Math.min(length, count);
  const stretch = length / taken;
  return Array.from({ length: taken }, (_, i) =>
    Math.floor(i * stretch + ((i * GOLDEN_RATIO) % 1) * (stretch - 1)),
  );
}
