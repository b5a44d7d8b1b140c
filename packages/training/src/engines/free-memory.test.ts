import { expect, it } from "vitest";
import { freeMemory } from "./free-memory.js";

const EIGHT_MEGABYTES = 2 ** 21;

it("gives memory back without waiting for garbage collection", () => {
  const before = process.memoryUsage().arrayBuffers;
  for (let round = 0; round < 100; round++) {
    const array = new Float32Array(EIGHT_MEGABYTES);
    freeMemory([array]);
    expect(array.length).toBe(0);
  }
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(10 * 4 * EIGHT_MEGABYTES);
});
