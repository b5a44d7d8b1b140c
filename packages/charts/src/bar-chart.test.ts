import { describe, expect, it } from "vitest";
import { barChart } from "./bar-chart.js";
import { binsOf, histogram } from "./histogram.js";

describe("bars", () => {
  it("are in proportion, with their values and intervals", () => {
    const svg = barChart({
      description: "Two bars.",
      bars: [
        { name: "<cat>", value: 4, interval: [3, 5] },
        { name: "a class with a name that is far too long for its place", value: 1 },
      ],
      most: 8,
      barWidth: 200,
      title: "Cats & others",
    });
    expect([...svg.matchAll(/<rect [^>]*width="(\d+)"/g)].map(([, width]) => Number(width))).toEqual([
      100, 25,
    ]);
    expect(svg).toContain("<title>&lt;cat&gt;: 4 (3 to 5)</title>");
    expect(svg).toMatch(/>a class with a name[^<]*…<\/text>/);
    const [left] = /<rect x="([\d.]+)"/.exec(svg)!.slice(1).map(Number);
    const whisker = /<path d="M([\d.]+) [\d.]+L([\d.]+) /.exec(svg)!.slice(1).map(Number);
    expect(whisker.map((x) => Math.round(x - left!))).toEqual([75, 125]);
  });

  it("may be none, or all of length 0", () => {
    expect(barChart({ description: "No bars.", bars: [] })).toContain("No bars.");
    expect(barChart({ description: "Nothing.", bars: [{ name: "a", value: 0 }] })).toContain('width="0"');
  });

  it("refuse what is no length, all of it at once", () => {
    const bars = [
      { name: "a", value: -1 },
      { name: 1 as never, value: 1, interval: [2, 1] as const },
    ];
    expect(() => barChart({ description: "x", bars, barwidth: 3 } as never)).toThrow(
      'barChart has no option "barwidth". Did you mean "barWidth"?',
    );
    expect(() => barChart({ description: "x", bars })).toThrow(
      /bars\[0\].value to be a number from 0, received -1; .*bars\[1\].name to be a text.*bars\[1\].interval/,
    );
  });
});

describe("histograms", () => {
  it("count every value once, in bins of one width", () => {
    expect(binsOf([0, 1, 2, 3, 4, 4], 4)).toEqual([
      { from: 0, to: 1, counts: [1] },
      { from: 1, to: 2, counts: [1] },
      { from: 2, to: 3, counts: [1] },
      { from: 3, to: 4, counts: [3] },
    ]);
    expect(binsOf([7, 7], 2)).toEqual([
      { from: 6.5, to: 7, counts: [0] },
      { from: 7, to: 7.5, counts: [2] },
    ]);
    expect(() => binsOf([Number.NaN], 0)).toThrow(
      /finite values, received NaN at 0; expected at least one bin/,
    );
  });

  it("draw kinds on top of each other", () => {
    const svg = histogram({
      description: "Two kinds.",
      bins: [
        { from: 0, to: 0.5, counts: [3, 1] },
        { from: 0.5, to: 1, counts: [0, 2] },
      ],
      names: ["right", "wrong"],
    });
    const bars = [
      ...svg.matchAll(
        /<rect x="[\d.]+" y="([\d.]+)" width="[\d.]+" height="([\d.]+)" fill="var\(--chart-(right|wrong)\)"\/>/g,
      ),
    ].map(([, y, height, kind]) => ({ y: Number(y), height: Number(height), kind }));
    // The axis ends at 4: fifty pixels for one.
    expect(bars.map(({ kind, height }) => [kind, height])).toEqual([
      ["right", 150],
      ["wrong", 50],
      ["wrong", 100],
    ]);
    expect(bars[1]!.y + bars[1]!.height).toBe(bars[0]!.y);
    expect(svg).toContain("<title>0 to 0.5: 3 right, 1 wrong</title>");
  });

  it("refuse bins that are none", () => {
    const call = (bins: unknown) => () =>
      histogram({ description: "x", bins: bins as never, names: ["a", "b"] });
    expect(call([])).toThrow("bins is empty");
    expect(call([{ from: 1, to: 0, counts: [1] }, 3])).toThrow(
      /bins\[0\] to be \{ from, to, counts \}.*bins\[1\].*expected 1 names, received 2/,
    );
  });
});
