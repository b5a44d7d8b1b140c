import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { naturalLog, random, randomStreams } from "./random.js";

const draw = (count: number, next: () => number) => Array.from({ length: count }, next);
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe("random", () => {
  it("gives the same numbers for the same seed and names, on every platform", () => {
    const { uint32, normal, integer, shuffle } = random(42, "stored", 7);
    expect(draw(3, uint32)).toMatchInlineSnapshot(`
      [
        3196957060,
        763179835,
        660507790,
      ]
    `);
    expect(draw(3, normal)).toMatchInlineSnapshot(`
      [
        -1.7444389190911254,
        -1.129938171322114,
        0.8719679678144151,
      ]
    `);
    expect(draw(6, () => integer(10))).toMatchInlineSnapshot(`
      [
        2,
        3,
        3,
        6,
        1,
        1,
      ]
    `);
    expect(shuffle([0, 1, 2, 3, 4, 5, 6, 7])).toMatchInlineSnapshot(`
      [
        5,
        0,
        4,
        7,
        1,
        3,
        6,
        2,
      ]
    `);
  });

  it("gives many at once as one by one, and goes on behind them", () => {
    const [many, single] = [random(3, "many"), random(3, "many")];
    expect([...many.uint32s(new Uint32Array(50))]).toEqual(draw(50, single.uint32));
    expect(many.uint32()).toBe(single.uint32());
  });

  it("gives every seed and name a stream of its own", () => {
    const streams = [
      random(0),
      random(1),
      random(-1),
      random(0.5),
      random(0, "a"),
      random(0, "b"),
      random(0, "a", "b"),
      random(0, "ab"),
      random(0, 1),
      random(0, "1"),
      random(0, "a", 1),
      random(0, "a", 2),
    ];
    expect(new Set(streams.map((stream) => draw(2, stream.uint32).join())).size).toBe(streams.length);
  });

  it("refuses a seed that is no number", () => {
    expect(() => random(Number.NaN)).toThrow(/expected a finite number as seed, received NaN/);
  });

  it("gives the same streams one after another as one by one, whatever was drawn before", () => {
    fc.assert(
      fc.property(fc.integer(), fc.array(fc.nat(2 ** 32)), fc.nat(9), (seed, indices, drawn) => {
        const streamOf = randomStreams(seed, "augment", 3);
        for (const index of indices) {
          const [stream, alone] = [streamOf(index), random(seed, "augment", 3, index)];
          draw(drawn, stream.normal);
          draw(drawn, alone.normal);
          expect(draw(3, stream.normal)).toEqual(draw(3, alone.normal));
          expect(stream.uint32()).toBe(alone.uint32());
        }
      }),
    );
  });

  it("uniform: in [0, 1), with the moments of a uniform variable", () => {
    const values = draw(20_000, random(1).uniform);
    expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
    expect(mean(values)).toBeCloseTo(1 / 2, 2);
    expect(mean(values.map((value) => value ** 2))).toBeCloseTo(1 / 3, 2);
  });

  it("normal: moments and tails of the standard normal", () => {
    const values = draw(40_000, random(2).normal);
    expect(mean(values)).toBeCloseTo(0, 1);
    expect(mean(values.map((value) => value ** 2))).toBeCloseTo(1, 1);
    expect(mean(values.map((value) => value ** 4))).toBeGreaterThan(2.8);
    expect(mean(values.map((value) => (Math.abs(value) > 1.96 ? 1 : 0)))).toBeCloseTo(0.05, 2);
  });

  it("integer: within its range for every n, and even", () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 2 ** 32 }), (seed, n) => {
        const value = random(seed).integer(n);
        return Number.isInteger(value) && value >= 0 && value < n;
      }),
    );
    const counts = new Array<number>(7).fill(0);
    const { integer } = random(3);
    for (let i = 0; i < 14_000; i++) counts[integer(7)]!++;
    for (const count of counts) expect(Math.abs(count - 2000)).toBeLessThan(200);
    for (const n of [0, 1.5, -1, 2 ** 32 + 1]) expect(() => integer(n)).toThrow(/from 1 to 2\^32/);
  });

  it("shuffle: a permutation, in place, of arrays and typed arrays", () => {
    fc.assert(
      fc.property(fc.integer(), fc.array(fc.integer({ min: 0, max: 255 })), (seed, values) => {
        const array = [...values];
        expect(random(seed).shuffle(array)).toBe(array);
        expect([...array].sort()).toEqual([...values].sort());
        expect(Array.from(random(seed).shuffle(Uint8Array.from(values)))).toEqual(array);
      }),
    );
  });

  it("shuffle: every order of three elements is as likely", () => {
    const { shuffle } = random(4);
    const counts = new Map<string, number>();
    for (let i = 0; i < 6000; i++) {
      const order = shuffle([0, 1, 2]).join("");
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });
});

describe("naturalLog", () => {
  it("agrees with Math.log to a few units of the last digit", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-300, max: 1e300, noNaN: true }), (x) => {
        expect(Math.abs(naturalLog(x) - Math.log(x))).toBeLessThanOrEqual(
          4e-16 * Math.max(1, Math.abs(Math.log(x))),
        );
      }),
    );
  });
});
