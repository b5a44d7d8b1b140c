import { expect } from "vitest";

/**
 * Every element of `actual` is within `relative` of the largest magnitude of `expected`. The message names the
 * worst element: a matcher that says only "not close" sends one to a debugger. A NaN is never close.
 */
export function expectAllClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  relative: number,
  what = "arrays",
): void {
  expect(actual.length, `${what}: length`).toBe(expected.length);
  let scale = 0;
  let worst = 0;
  let difference = 0;
  for (let i = 0; i < expected.length; i++) {
    scale = Math.max(scale, Math.abs(expected[i]!));
    const here = Math.abs(actual[i]! - expected[i]!);
    if (Number.isNaN(here)) {
      expect.fail(`${what}: element ${i} is ${actual[i]}, expected ${expected[i]}`);
    }
    if (here > difference) [worst, difference] = [i, here];
  }
  const limit = relative * Math.max(scale, Number.MIN_VALUE);
  if (difference > limit) {
    expect.fail(
      `${what}: element ${worst} is ${actual[worst]}, expected ${expected[worst]}; ` +
        `they differ by ${difference}, the limit is ${limit} (${relative} of the largest magnitude ${scale})`,
    );
  }
}
