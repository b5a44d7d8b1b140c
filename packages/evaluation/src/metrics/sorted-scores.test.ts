import fc from "fast-check";
import { expect, it } from "vitest";
import { groupBySize, SortedScores } from "./sorted-scores.js";

const score = fc.oneof(
  fc.constantFrom(0, -0, 1, 1 + 1e-3, -1e-3, 1e-40, 1 - 2 ** -24, 1 - 2 ** -53, 0.5),
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.integer({ min: 0, max: 50 }).map((n) => 0.5 + n * 2 ** -52),
);
const scores = fc.array(score, { maxLength: 40 });

it.each([Float32Array, Float64Array])("finds the place of any score (%o)", (Kind) => {
  fc.assert(
    fc.property(scores, scores, (given, asked) => {
      const sorted = new SortedScores(Kind.from(given));
      const distinct = [...new Set(Kind.from(given))].sort((a, b) => a - b);
      expect(Array.from(sorted.values, (value) => value + 0)).toEqual(distinct.map((value) => value + 0));
      const places = new Int32Array(asked.length);
      sorted.place(Kind.from(asked), places);
      const expected = Array.from(Kind.from(asked), (value) => {
        const below = distinct.filter((other) => other < value).length;
        return 2 * below + Number(distinct.some((other) => other === value));
      });
      expect([...places]).toEqual(expected);
      expect([...sorted.indicesOf(sorted.values)]).toEqual(distinct.map((_, i) => i));
    }),
    { numRuns: 300 },
  );
});

it("finds them among very many", () => {
  const many = Float32Array.from({ length: 50_000 }, (_, i) => Math.exp(-i / 700) * (i % 2 ? 1 : 0.99999));
  const sorted = new SortedScores(many.slice());
  expect([...sorted.indicesOf(sorted.values)].every((at, i) => at === i)).toBe(true);
});

it("groups scores by size and keeps all of them", () => {
  fc.assert(
    fc.property(scores, (given) => {
      const from = Float64Array.from(given);
      const grouped = new Float64Array(from.length);
      const order = new Int32Array(from.length);
      groupBySize(from, grouped, order);
      expect([...order].sort((a, b) => a - b)).toEqual([...from.keys()]);
      expect(Array.from(order, (i) => from[i])).toEqual([...grouped]);
      // Those of a group differ by less than a sixteenth.
      for (let i = 1; i < grouped.length; i++)
        expect(grouped[i]!).toBeGreaterThan(grouped[i - 1]! * 0.93 - 2e-3);
    }),
  );
});
