import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { epochOrder } from "./epoch-order.js";

const countsOf = (values: Iterable<number>) => {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
};
const spread = (counts: Iterable<number>) => Math.max(...counts) - Math.min(...counts);

describe("class-balanced order", () => {
  it("has every class equally often, and every image of a class, to within one", () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(5), { minLength: 1, maxLength: 80 }),
        fc.integer(),
        fc.integer({ min: 1, max: 4 }),
        (classes, seed, epoch) => {
          const labels = Int32Array.from(classes);
          const order = epochOrder(labels, { shuffle: true, classBalanced: true, seed })(epoch);
          expect(order).toHaveLength(labels.length);
          const byClass = countsOf(Array.from(order, (index) => labels[index]!));
          const present = new Set(classes).size;
          expect(byClass.size).toBe(present);
          expect(spread(byClass.values())).toBeLessThanOrEqual(1);
          const byImage = countsOf(order);
          for (const label of new Set(classes)) {
            const images = [...labels.keys()].filter((index) => labels[index] === label);
            expect(spread(images.map((index) => byImage.get(index) ?? 0))).toBeLessThanOrEqual(1);
          }
        },
      ),
    );
  });

  it("goes on where the last epoch ended: over any epochs in a row, classes and their images come equally often", () => {
    const runs = fc.record({
      labels: fc.array(fc.nat(3), { minLength: 1, maxLength: 40 }),
      seed: fc.integer(),
      first: fc.integer({ min: 1, max: 20 }),
      epochs: fc.integer({ min: 1, max: 8 }),
    });
    fc.assert(
      fc.property(runs, ({ labels, seed, first, epochs }) => {
        const sampling = { shuffle: true, classBalanced: true, seed };
        // Each epoch asked of an order of its own: nothing is remembered.
        const seen = Array.from({ length: epochs }, (_, i) => [
          ...epochOrder(Int32Array.from(labels), sampling)(first + i),
        ]).flat();
        const byImage = countsOf(seen);
        const perClass = [...new Set(labels)].map((label) => {
          const counts = labels.flatMap((other, i) => (other === label ? [byImage.get(i) ?? 0] : []));
          expect(spread(counts)).toBeLessThanOrEqual(1);
          return counts.reduce((sum, count) => sum + count, 0);
        });
        expect(spread(perClass)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("is another one every epoch, and the same for the same seed", () => {
    const labels = Int32Array.from({ length: 60 }, (_, i) => (i < 50 ? 0 : 1));
    const order = (seed: number, epoch: number) =>
      epochOrder(labels, { shuffle: true, classBalanced: true, seed })(epoch).join();
    expect(order(1, 1)).toBe(order(1, 1));
    expect(new Set([order(1, 1), order(1, 2), order(2, 1)]).size).toBe(3);
  });
});
