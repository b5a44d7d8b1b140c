import fc from "fast-check";
import { expect, it } from "vitest";
import { broadcastRows } from "./broadcast-rows.js";

it("makes few and long rows", () => {
  // A kernel [out, in, 1, 1] and a factor for each output.
  expect(broadcastRows([64, 32, 1, 1], [64, 32, 1, 1], [64, 1, 1, 1])).toMatchObject({
    count: 64,
    length: 32,
    parts: [{ step: 1 }, { step: 0 }],
  });
  expect(broadcastRows([2, 3, 4], [2, 3, 4])).toMatchObject({ count: 1, length: 24 });
  expect(broadcastRows([], [])).toMatchObject({ count: 1, length: 1 });
});

it("finds for every element of the whole that of each part, as by its index on each axis", () => {
  const shapes = fc.array(fc.tuple(fc.integer({ min: 1, max: 4 }), fc.boolean(), fc.boolean()), {
    maxLength: 4,
  });
  fc.assert(
    fc.property(shapes, fc.nat({ max: 4 }), (axes, missing) => {
      const whole = axes.map(([extent]) => extent);
      const first = axes.map(([extent, kept]) => (kept ? extent : 1));
      const second = axes
        .map(([extent, , kept]) => (kept ? extent : 1))
        .slice(Math.min(missing, axes.length));
      const { count, length, parts } = broadcastRows(whole, first, second);
      for (const [i, part] of [first, second].entries()) {
        const { starts, step } = parts[i]!;
        const found = Array.from(
          { length: count * length },
          (_, at) => starts[Math.floor(at / length)]! + (at % length) * step,
        );
        expect(found).toEqual(expectedPlaces(whole, part));
      }
    }),
    { numRuns: 300 },
  );
});

/** Place in `part` of each element of `whole`, in order. */
function expectedPlaces(whole: readonly number[], part: readonly number[]): number[] {
  const count = whole.reduce((product, extent) => product * extent, 1);
  return Array.from({ length: count }, (_, element) => {
    let [rest, place, size] = [element, 0, 1];
    for (let axis = whole.length - 1, own = part.length - 1; axis >= 0; axis--, own--) {
      const index = rest % whole[axis]!;
      rest = Math.floor(rest / whole[axis]!);
      if (own < 0) continue;
      if (part[own] !== 1) place += index * size;
      size *= part[own]!;
    }
    return place;
  });
}
