import { expect, it } from "vitest";
import { fillRandomBytes, randomSeed } from "./random-bytes.js";

const COUNT = 1 << 20;
const key = { seed: 1, layer: "dropout", step: 0 };
const bytesOf = (changes: Partial<typeof key> = {}, length = COUNT) => {
  const bytes = new Uint8Array(length);
  fillRandomBytes(bytes, { ...key, ...changes });
  return bytes;
};

/** Of uniform bytes: mean 127.5, variance (256² − 1) / 12. */
const MEAN = 127.5;
const VARIANCE = (256 ** 2 - 1) / 12;
/** Five standard errors of a correlation over COUNT pairs. */
const NO_CORRELATION = 5 / Math.sqrt(COUNT);

function correlation(first: Uint8Array, second: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < first.length; i++) sum += (first[i]! - MEAN) * (second[i]! - MEAN);
  return sum / first.length / VARIANCE;
}

it("depends on seed, layer and step, and on nothing else", () => {
  expect(bytesOf({}, 64)).toEqual(bytesOf({}, 64));
  const variants = [{}, { seed: 2 }, { seed: 1 + 2 ** 32 }, { layer: "dropout_1" }, { step: 1 }];
  expect(new Set(variants.map((change) => bytesOf(change, 64).join())).size).toBe(variants.length);
});

it("starts alike whatever the length, and fills lengths that 4 does not divide", () => {
  const long = bytesOf({}, 64);
  for (const length of [1, 2, 3, 5, 31]) expect(bytesOf({}, length)).toEqual(long.subarray(0, length));
});

it("is uniform", () => {
  const bytes = bytesOf();
  const counts = new Float64Array(256);
  for (const byte of bytes) counts[byte]! += 1;
  const expected = COUNT / 256;
  const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  // 255 degrees of freedom: mean 255, standard deviation √510.
  expect(Math.abs(chiSquare - 255)).toBeLessThan(5 * Math.sqrt(510));
  const mean = bytes.reduce((sum, byte) => sum + byte, 0) / COUNT;
  expect(Math.abs(mean - MEAN)).toBeLessThan(5 * Math.sqrt(VARIANCE / COUNT));
});

it("has no correlation between bytes at small distances", () => {
  const bytes = bytesOf();
  for (const lag of [1, 2, 3, 4, 5, 8, 16, 32, 64, 4096]) {
    const value = correlation(bytes.subarray(0, COUNT - lag), bytes.subarray(lag));
    expect(Math.abs(value), `lag ${lag}`).toBeLessThan(NO_CORRELATION);
  }
});

it("has no correlation between steps, layers and seeds that follow each other", () => {
  const first = bytesOf();
  for (const change of [{ step: 1 }, { step: 2 }, { step: 3 }, { layer: "dropout_1" }, { seed: 2 }]) {
    const value = correlation(first, bytesOf(change));
    expect(Math.abs(value), JSON.stringify(change)).toBeLessThan(NO_CORRELATION);
  }
});

it("has uniform first bytes over many steps", () => {
  const steps = 20_000;
  let sum = 0;
  for (let step = 0; step < steps; step++) sum += bytesOf({ step }, 4)[0]!;
  expect(Math.abs(sum / steps - MEAN)).toBeLessThan(5 * Math.sqrt(VARIANCE / steps));
});

it("gives seeds that libraries accept, a different one for every step", () => {
  const seeds = Array.from({ length: 1000 }, (_, step) => randomSeed(1, "dropout", step));
  expect(new Set(seeds).size).toBe(1000);
  expect(seeds.every((seed) => Number.isInteger(seed) && seed >= 0 && seed < 2 ** 31)).toBe(true);
});
