/**
 * Orders classes so that those that are mixed up are neighbours: agglomerative clustering with average linkage over the
 * shares of mistakes, by chains of nearest neighbours (quadratic in the classes; Benzécri 1982, Juan 1982). Of the four
 * ways to lay two groups end to end, the one whose ends are mixed up most. Classes that are mixed up with none keep their
 * order.
 *
 * @param matrix [true class][predicted class], counts
 * @returns positions of the classes
 */
export function confusionOrder(matrix: readonly (readonly number[])[]): number[] {
  const mixed = sharesMixedUp(matrix);
  const between = mixed.map((row) => Float64Array.from(row));
  const groups: (number[] | undefined)[] = matrix.map((_, label) => [label]);
  const chain: number[] = [];
  for (let left = groups.length; left > 1; ) {
    if (chain.length === 0) chain.push(groups.findIndex((group) => group !== undefined));
    const last = chain.at(-1)!;
    const before = chain.at(-2);
    const nearest = nearestOf(last, before, between, groups);
    if (nearest !== before) {
      chain.push(nearest);
      continue;
    }
    chain.length -= 2;
    const [kept, gone] = [Math.min(last, nearest), Math.max(last, nearest)];
    merge(kept, gone, between, groups, mixed);
    left--;
  }
  return groups.find((group) => group !== undefined) ?? [];
}

/** The share of the one class's images that are taken for the other, and of the other's for the one, together. */
function sharesMixedUp(matrix: readonly (readonly number[])[]): number[][] {
  const totals = matrix.map((row) =>
    Math.max(
      1,
      row.reduce((sum, count) => sum + count, 0),
    ),
  );
  return matrix.map((row, a) => row.map((count, b) => count / totals[a]! + matrix[b]![a]! / totals[b]!));
}

/** The group it is mixed up with most; among equals the one before it in the chain, which ends the chain, then the first. */
function nearestOf(
  group: number,
  before: number | undefined,
  between: readonly Float64Array[],
  groups: readonly (readonly number[] | undefined)[],
): number {
  let nearest = before ?? -1;
  for (let other = 0; other < groups.length; other++) {
    if (other === group || groups[other] === undefined) continue;
    if (nearest < 0 || between[group]![other]! > between[group]![nearest]!) nearest = other;
  }
  return nearest;
}

/** `kept` becomes both; how much it is mixed up with others is the mean over its classes (Lance and Williams 1967). */
function merge(
  kept: number,
  gone: number,
  between: readonly Float64Array[],
  groups: (number[] | undefined)[],
  mixed: readonly (readonly number[])[],
): void {
  const [a, b] = [groups[kept]!, groups[gone]!];
  const share = a.length / (a.length + b.length);
  for (let other = 0; other < groups.length; other++) {
    const mean = share * between[kept]![other]! + (1 - share) * between[gone]![other]!;
    between[kept]![other] = mean;
    between[other]![kept] = mean;
  }
  groups[kept] = endToEnd(a, b, mixed);
  groups[gone] = undefined;
}

function endToEnd(a: number[], b: number[], mixed: readonly (readonly number[])[]): number[] {
  const ways = [
    { ends: [a.at(-1)!, b[0]!], join: () => [...a, ...b] },
    { ends: [a.at(-1)!, b.at(-1)!], join: () => [...a, ...b.toReversed()] },
    { ends: [a[0]!, b[0]!], join: () => [...a.toReversed(), ...b] },
    { ends: [a[0]!, b.at(-1)!], join: () => [...b, ...a] },
  ];
  const mixedAt = ({ ends: [x, y] }: (typeof ways)[number]) => mixed[x!]![y!]!;
  return ways.reduce((best, way) => (mixedAt(way) > mixedAt(best) ? way : best)).join();
}

/**
 * The stretch of `count` neighbours in an order among which there are the most mistakes.
 *
 * @returns their positions, in the order given
 */
export function worstStretch(
  matrix: readonly (readonly number[])[],
  order: readonly number[],
  count: number,
): number[] {
  const mistakesWith = (label: number, others: readonly number[]) =>
    others.reduce(
      (sum, other) => (other === label ? sum : sum + matrix[label]![other]! + matrix[other]![label]!),
      0,
    );
  let mistakes = order
    .slice(0, count)
    .reduce((sum, label, i) => sum + mistakesWith(label, order.slice(0, i)), 0);
  let best = { start: 0, mistakes };
  for (let start = 1; start + count <= order.length; start++) {
    const shared = order.slice(start, start + count - 1);
    mistakes -= mistakesWith(order[start - 1]!, shared);
    mistakes += mistakesWith(order[start + count - 1]!, shared);
    if (mistakes > best.mistakes) best = { start, mistakes };
  }
  return order.slice(best.start, best.start + count);
}
