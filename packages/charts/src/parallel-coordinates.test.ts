import { describe, expect, it } from "vitest";
import { parallelCoordinates } from "./parallel-coordinates.js";

const draw = (
  settings: Parameters<typeof parallelCoordinates>[0]["settings"],
  accuracies: readonly (number | undefined)[],
) =>
  parallelCoordinates({
    description: "Runs.",
    names: accuracies.map((_, i) => `run ${i}`),
    settings,
    result: { name: "accuracy", values: accuracies },
  });

/** [x, y] of the points of each line. */
const linesOf = (svg: string): number[][][] =>
  [...svg.matchAll(/<g[^>]*><title>run[^<]*<\/title>(.*?)<\/g>/g)].map(([, content]) =>
    [...content!.matchAll(/cx="([\d.]+)" cy="([\d.]+)"/g)].map(([, x, y]) => [Number(x), Number(y)]),
  );

const labelsOf = (svg: string): string[] =>
  [...svg.matchAll(/>([^<>]+)<\/text>/g)].map(([, label]) => label!);

describe("parallel coordinates", () => {
  it("lead every run through its settings to its result", () => {
    const lines = linesOf(
      draw(
        [
          { name: "batch", values: [32, 128, 64] },
          { name: "optimizer", values: ["sgd", "adam", "sgd"] },
        ],
        [0.9, 0.8, 1],
      ),
    );
    expect(lines.map((line) => line.length)).toEqual([3, 3, 3]);
    // Few numbers are choices at equal distances, in order.
    const [low, high, middle] = lines.map((line) => line[0]![1]!);
    expect(low! - middle!).toBeCloseTo(middle! - high!, 6);
    expect(low).toBeGreaterThan(high!);
    expect(lines[0]![1]).toEqual(lines[2]![1]);
    expect(lines.map((line) => line[2]![1]!)).toEqual([
      lines[0]![2]![1]!,
      Math.max(...lines.map((l) => l[2]![1]!)),
      Math.min(...lines.map((l) => l[2]![1]!)),
    ]);
  });

  it("have a logarithmic axis where numbers are of many sizes", () => {
    const rates = [0.0001, 0.001, 0.003, 0.01, 0.03, 0.1];
    const svg = draw(
      [{ name: "learningRate", values: rates }],
      rates.map((_, i) => i / 10),
    );
    expect(labelsOf(svg)).toEqual(expect.arrayContaining(["0.0001", "0.001", "0.01", "0.1"]));
    const y = linesOf(svg).map((line) => line[0]![1]!);
    expect(y[0]! - y[1]!).toBeCloseTo(y[1]! - y[3]!, 1);
  });

  it("have a place for runs without a setting, and end where there is no result", () => {
    const svg = draw([{ name: "momentum", values: [undefined, 0.9] }], [0.5, undefined]);
    expect(labelsOf(svg)).toContain("–");
    expect(linesOf(svg).map((line) => line.length)).toEqual([2, 1]);
  });

  it("show more than twelve by strength instead of colour, the best the strongest", () => {
    const accuracies = Array.from({ length: 20 }, (_, i) => 0.5 + i / 50);
    const svg = draw([{ name: "seed", values: accuracies.map((_, i) => i) }], accuracies);
    const strengths = [...svg.matchAll(/<g opacity="([\d.]+)"/g)].map(([, value]) => Number(value));
    expect(strengths).toHaveLength(20);
    expect(strengths.at(-1)).toBe(1);
    expect([...strengths].sort((a, b) => a - b)).toEqual(strengths);
    expect(labelsOf(svg)).not.toContain("run 3");
  });

  it("refuse values that do not belong to a line each", () => {
    expect(() =>
      draw(
        [
          { name: "a", values: [1] },
          { name: "b", values: [Number.NaN, 1] },
        ],
        [1, 2],
      ),
    ).toThrow(
      /settings\[0\].values to have 2 values, one a name, received 1; expected settings\[1\].values to be a list of finite numbers and texts/,
    );
  });
});
