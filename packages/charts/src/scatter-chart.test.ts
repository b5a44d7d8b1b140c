import { expect, it } from "vitest";
import { scatterChart } from "./scatter-chart.js";

it("keeps distances: both axes have one scale", () => {
  const svg = scatterChart({
    coordinates: [0, 0, 10, 0, 10, 5],
    groups: [0, 1, 2],
    names: ["a", "b", "c"],
  });
  const [a, b, c] = [...svg.matchAll(/<circle cx="([\d.]+)" cy="([\d.]+)" r="2\.6"/g)].map(([, x, y]) => [
    Number(x),
    Number(y),
  ]) as [number[], number[], number[]];
  expect(b[0]! - a[0]!).toBeGreaterThan(350);
  expect((b[1]! - c[1]!) / (b[0]! - a[0]!)).toBeCloseTo(0.5, 2);
});

it("says how many points there are of each group, and leaves out groups without any", () => {
  const svg = scatterChart({
    coordinates: [1, 1, 1, 1],
    groups: [2, 2],
    names: ["a", "b", "<c>"],
    of: "classes",
  });
  expect(svg.replace(/[\u2068\u2069]/g, "")).toContain(
    'aria-label="2 points in a plane, by classes: &lt;c&gt; (2)."',
  );
  expect(svg).not.toContain(">a<");
});

it("refuses points that do not fit, with all that is wrong", () => {
  expect(() => scatterChart({ coordinates: [1, Number.NaN], groups: [3], names: ["a"] })).toThrow(
    "[imgcls/charts] Cannot draw points: expected groups from 0 to 0, received 3 for point 0; expected finite coordinates, received NaN for point 0.",
  );
  expect(() => scatterChart({ coordinates: [1], groups: [0], names: ["a"] })).toThrow(
    "coordinates has 1 numbers, expected 2, two a point",
  );
  expect(() => scatterChart({ coordinates: [], groups: [], names: [] })).toThrow("groups is empty");
});
