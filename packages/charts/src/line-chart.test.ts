import { describe, expect, it } from "vitest";
import { type LineChart, lineChart } from "./line-chart.js";
import { WHOLE_SHARE } from "./scale.js";

const drawn = (
  points: LineChart["lines"][number]["points"],
  more: Partial<LineChart["lines"][number]> = {},
) =>
  lineChart({
    description: "A test.",
    width: 400,
    plotHeight: 100,
    x: { scale: { low: 0, high: 10, ticks: [0, 5, 10] } },
    y: { scale: WHOLE_SHARE },
    lines: [{ color: "red", points, ...more }],
  });

const pathOf = (svg: string): string => /<path d="([^"]*)" fill="none" stroke="red"/.exec(svg)![1]!;

describe("lines", () => {
  it("are straight between their points, and scaled to the plot", () => {
    const [from, to] = pathOf(
      drawn([
        [0, 0],
        [10, 1],
      ]),
    )
      .match(/-?[\d.]+ [\d.]+/g)!
      .map((at) => at.split(" ").map(Number));
    expect(from![1]! - to![1]!).toBe(100);
    expect(to![0]! - from![0]!).toBeGreaterThan(300);
  });

  it("have gaps where there is no number, and a dot where there is one between two gaps", () => {
    const svg = drawn([
      [0, 0.5],
      [1, 0.5],
      [2, Number.NaN],
      [3, 0.5],
      [4, undefined],
      [5, 0.5],
      [6, 0.5],
    ]);
    expect(pathOf(svg).match(/M/g)).toHaveLength(2);
    expect(svg.match(/<circle/g)).toHaveLength(1);
    expect(svg).not.toContain("NaN");
  });

  it("are cut where they cross the lower edge", () => {
    // From −1 to 1 over ten: half of the way is below the axis.
    const points = pathOf(
      drawn([
        [0, -1],
        [10, 1],
      ]),
    )
      .match(/[\d.]+ [\d.]+/g)!
      .map((at) => at.split(" ").map(Number));
    const whole = pathOf(
      drawn([
        [0, 0],
        [10, 1],
      ]),
    )
      .match(/[\d.]+ [\d.]+/g)!
      .map((at) => at.split(" ").map(Number));
    expect(points[0]![0]).toBeCloseTo((whole[0]![0]! + whole[1]![0]!) / 2, 0);
    expect(points[0]![1]).toBe(whole[0]![1]);
  });

  it("have one triangle for a stretch above the axis, and the largest value beside it", () => {
    const svg = drawn([
      [0, 0.5],
      [1, 3],
      [2, 1234],
      [3, 0.5],
      [4, 7],
      [5, 0.5],
    ]);
    expect(svg.match(/<polygon/g)).toHaveLength(2);
    expect(svg.match(/>1\.23K</g)).toHaveLength(1);
    expect(svg).toContain("A test. Values above 1 are drawn at the upper edge; the largest is 1.23K.");
  });

  it("are in the legend when they have a name, with the mark that they have", () => {
    expect(drawn([[0, 1]], { name: "a < b", symbol: "diamond" })).toContain(">a &lt; b</text>");
    expect(drawn([[0, 1]]).match(/<text/g)).toHaveLength(3 + 5);
  });

  it("have marks of any size, or none", () => {
    const sizes = [0, 6, 10];
    const svg = drawn(
      [
        [0, 0],
        [1, 0.5],
        [2, 1],
      ],
      { symbol: "circle", markSize: (i) => sizes[i]! },
    );
    expect([...svg.matchAll(/<circle [^>]*r="(\d+)"/g)].map(([, r]) => Number(r))).toEqual([3, 5]);
  });
});

it("refuses to draw a place that is none", () => {
  expect(() =>
    drawn([
      [Number.NaN, 1],
      [1, 1],
    ]),
  ).toThrow("expected a finite number to draw, received NaN");
});
