import type { Linkage, Merge } from "./agglomerate.js";
import { pairAt } from "./pair-distances.js";

/**
 * Merges by chains of nearest neighbours: from any group to its nearest, from there to the nearest of that one, until two are each
 * other's nearest, which become one. No union is nearer to a third group than its parts were, so the rest of the chain stays as it is,
 * and all is done in a number of steps that grows with the square of the images (Murtagh 1983; Müllner 2011).
 *
 * @param squares of distances, by pairs; overwritten
 */
export function neighbourChain(squares: Float64Array, images: number, linkage: Linkage): Merge[] {
  // Ward's formula is one of squared distances, and its heights are their roots.
  const distances = linkage === "ward" ? squares : rootsOf(squares);
  const sizes = new Int32Array(images).fill(1);
  const chain: number[] = [];
  const found: { a: number; b: number; distance: number }[] = [];
  let first = 0;
  while (found.length < images - 1) {
    if (chain.length === 0) {
      while (sizes[first] === 0) first++;
      chain.push(first);
    }
    const last = chain.at(-1)!;
    const before = chain.at(-2);
    const { nearest, distance } = nearestTo(last, before, distances, sizes);
    if (nearest !== before) {
      chain.push(nearest);
      continue;
    }
    chain.length -= 2;
    found.push({ a: last, b: nearest, distance });
    unite(last, nearest, distance, distances, sizes, linkage);
  }
  return numbered(found, images, linkage === "ward" ? Math.sqrt : (distance) => distance);
}

function rootsOf(squares: Float64Array): Float64Array {
  for (let i = 0; i < squares.length; i++) squares[i] = Math.sqrt(squares[i]!);
  return squares;
}

/** Of several that are as near, `before`: so a chain ends. */
function nearestTo(
  group: number,
  before: number | undefined,
  distances: Float64Array,
  sizes: Int32Array,
): { nearest: number; distance: number } {
  const count = sizes.length;
  let nearest = before ?? -1;
  let least = before === undefined ? Number.POSITIVE_INFINITY : distanceOf(group, before, distances, count);
  const consider = (other: number, distance: number) => {
    if (sizes[other] === 0 || distance >= least) return;
    least = distance;
    nearest = other;
  };
  for (let other = 0, at = group - 1; other < group; other++) {
    consider(other, distances[at]!);
    at += count - 2 - other;
  }
  for (let other = group + 1, at = pairAt(group, group + 1, count); other < count; other++, at++) {
    consider(other, distances[at]!);
  }
  return { nearest, distance: least };
}

/** The union takes the place of `b`; of what was, no group has the place of `a`. Lance and Williams 1967. */
function unite(
  a: number,
  b: number,
  distance: number,
  distances: Float64Array,
  sizes: Int32Array,
  linkage: Linkage,
): void {
  const count = sizes.length;
  const [ofA, ofB] = [sizes[a]!, sizes[b]!];
  sizes[a] = 0;
  for (let other = 0; other < count; other++) {
    const size = sizes[other]!;
    if (size === 0 || other === b) continue;
    const toA = distanceOf(a, other, distances, count);
    const at = b < other ? pairAt(b, other, count) : pairAt(other, b, count);
    const toB = distances[at]!;
    distances[at] =
      linkage === "ward"
        ? ((size + ofA) * toA + (size + ofB) * toB - size * distance) / (size + ofA + ofB)
        : (ofA * toA + ofB * toB) / (ofA + ofB);
  }
  sizes[b] = ofA + ofB;
}

const distanceOf = (a: number, b: number, distances: Float64Array, count: number): number =>
  distances[a < b ? pairAt(a, b, count) : pairAt(b, a, count)]!;

/** In the order of their heights, with the numbers that groups have then. */
function numbered(
  found: readonly { readonly a: number; readonly b: number; readonly distance: number }[],
  images: number,
  heightOf: (distance: number) => number,
): Merge[] {
  const order = [...found].sort((x, y) => x.distance - y.distance);
  const parent = Int32Array.from({ length: images }, (_, i) => i);
  const rootOf = (image: number): number => {
    let root = image;
    while (parent[root] !== root) {
      parent[root] = parent[parent[root]!]!;
      root = parent[root]!;
    }
    return root;
  };
  const groups = Int32Array.from({ length: images }, (_, i) => i);
  const sizes = new Int32Array(images).fill(1);
  return order.map(({ a, b, distance }, n) => {
    const [x, y] = [rootOf(a), rootOf(b)];
    const [first, second] = [groups[x]!, groups[y]!].sort((p, q) => p - q) as [number, number];
    parent[x] = y;
    groups[y] = images + n;
    sizes[y]! += sizes[x]!;
    return { first, second, height: heightOf(distance), size: sizes[y]! };
  });
}
