import { describe, expect, it } from "vitest";
import golden from "../../test/golden/components.json" with { type: "json" };
import { principalComponents } from "./principal-components.js";

describe("principalComponents", () => {
  it.each(golden)("equals scikit-learn: $components components of $features features", (expected) => {
    const { values, features, components } = expected;
    const result = principalComponents(values, { features, components });
    for (const name of ["coordinates", "directions", "explained"] as const) {
      expect(result[name].length).toBe(expected[name].length);
      for (const [i, value] of expected[name].entries())
        expect(result[name][i], `${name} ${i}`).toBeCloseTo(value, 6);
    }
  });

  it("leaves out directions in which nothing differs", () => {
    // On a line: one direction explains all.
    const line = Float32Array.from({ length: 30 }, (_, i) => [1, 2, -2][i % 3]! * Math.floor(i / 3));
    const { explained, coordinates, directions } = principalComponents(line, { features: 3 });
    expect(explained[0]).toBeCloseTo(1, 12);
    expect(explained[1]).toBeCloseTo(0, 12);
    expect(Math.abs(coordinates[2]! - coordinates[0]!)).toBeCloseTo(3, 6);
    expect(Array.from(directions.subarray(0, 3), (x) => Math.abs(x) * 3)).toEqual(
      [1, 2, 2].map((x) => expect.closeTo(x, 6)),
    );
    const same = principalComponents(new Float32Array(12).fill(7), { features: 3 });
    expect([...same.coordinates, ...same.explained].every((x) => x === 0)).toBe(true);
  });

  it("refuses what makes no rows, and too many components", () => {
    expect(() => principalComponents([1, 2, 3], { features: 2 })).toThrow(
      /whole rows of 2 numbers, received 3/,
    );
    expect(() => principalComponents([1, 2, 3, 4], { features: 2, components: 3 })).toThrow(
      /at most 2 components of 2 rows of 2 numbers, received 3/,
    );
  });
});
