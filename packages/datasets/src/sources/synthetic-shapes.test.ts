import { describe, expect, it } from "vitest";
import { softmaxRegression } from "../../test/softmax-regression.js";
import { fingerprint } from "../fingerprint.js";
import { createLabeledImages, type LabeledImages } from "../labeled-images.js";
import { classCounts } from "../sets/class-counts.js";
import { take } from "../sets/select.js";
import { disc, type Form, hollowDisc, plusSign, REACH, square, triangle } from "../synthetic/forms.js";
import { syntheticShapes } from "./synthetic-shapes.js";

const PIXELS = 32 * 32;

describe("synthetic-shapes", () => {
  it("is the same everywhere for the same seed", async () => {
    const { train, test } = await syntheticShapes.load({ seed: 7, trainSize: 300, testSize: 100 });
    expect(await fingerprint(train)).toMatchInlineSnapshot(
      `"03f3985d790f748b209aa005315cadbcf3b53b84c705a47bd77dd2a2747e6fd1"`,
    );
    expect(await fingerprint(test)).toMatchInlineSnapshot(
      `"9af6eb7251994b001bde2d0c53ef4ea03fff559534992f41a0cd137438da31f0"`,
    );
  });

  it("begins the same for every size, with each class as often", async () => {
    const small = await syntheticShapes.load({ trainSize: 30, testSize: 10 });
    const large = await syntheticShapes.load({ trainSize: 60, testSize: 10 });
    expect(take(large.train, 30)).toEqual(small.train);
    expect(classCounts(large.train)).toEqual(new Array(10).fill(6));
    expect(large.train.shape).toEqual([32, 32, 3]);
  });

  it("draws one part alone as it draws both", async () => {
    const both = await syntheticShapes.load({ trainSize: 20, testSize: 20 });
    const alone = await syntheticShapes.load({ split: "test", testSize: 20 });
    expect(alone).not.toHaveProperty("train");
    expect(alone.test).toEqual(both.test);
  });
});

describe("what tells a class", () => {
  // Every colour is shared by two forms and every form by two colours: who sees only one of them gets half.
  const HALF = 0.55;
  const sets = syntheticShapes.load({ trainSize: 3000, testSize: 500 });

  it("is not the colour alone: a histogram of colours", async () => {
    const { train, test } = await sets;
    const options = { epochs: 15, learningRate: 0.1 };
    const accuracy = await softmaxRegression(histograms(train), histograms(test), options);
    expect(accuracy).toBeGreaterThan(0.3);
    expect(accuracy).toBeLessThan(HALF);
  });

  it("is not the brightness of any pixel", async () => {
    const { train, test } = await sets;
    const options = { epochs: 5, learningRate: 0.01 };
    expect(await softmaxRegression(grey(train), grey(test), options)).toBeLessThan(HALF);
  });

  it("is not the brightness or the size of the whole: means and deviations of grey alike for all", async () => {
    const { train } = await sets;
    const means = averageByClass(grey(train));
    for (const mean of means) expect(Math.abs(mean - average(means))).toBeLessThan(6);
  });
});

describe("the forms", () => {
  const forms: [string, Form][] = [
    ["disc", disc],
    ["ring", hollowDisc],
    ["square", square],
    ["triangle", triangle],
    ["cross", plusSign],
  ];

  it.each(forms)("%s has area 1 and stays within reach", (_, form) => {
    const steps = 400;
    const at = (i: number) => ((i + 0.5) / steps) * 2 - 1;
    let inside = 0;
    let farthest = 0;
    for (let i = 0; i < steps * steps; i++) {
      const [x, y] = [at(i % steps), at(Math.floor(i / steps))];
      if (form(x, y) > 0) continue;
      inside++;
      farthest = Math.max(farthest, x * x + y * y);
    }
    expect((4 * inside) / steps ** 2).toBeCloseTo(1, 2);
    expect(Math.sqrt(farthest)).toBeLessThan(REACH);
  });

  it.each(forms)("%s tells true distances", (_, form) => {
    // The gradient of a distance has length 1.
    for (const [x, y] of [
      [1.1, 0.3],
      [-0.7, 0.9],
      [0.2, -1.3],
    ] as const) {
      const step = 1e-6;
      const slope = Math.hypot(
        (form(x + step, y) - form(x - step, y)) / (2 * step),
        (form(x, y + step) - form(x, y - step)) / (2 * step),
      );
      expect(slope).toBeCloseTo(1, 5);
    }
  });
});

const like = (data: LabeledImages, images: Uint8Array, shape: readonly [number, number, number]) =>
  createLabeledImages({ images, shape, labels: data.labels, classNames: data.classNames });

/** 6×6×6 bins as an image of one row; a bin holds up to 255 pixels. */
function histograms(data: LabeledImages): LabeledImages {
  const bins = 6 ** 3;
  const images = new Uint8Array(data.length * bins);
  for (let i = 0; i < data.length * PIXELS; i++) {
    const bin = [0, 1, 2].reduce((sum, c) => 6 * sum + Math.floor((data.images[3 * i + c]! * 6) / 256), 0);
    const at = Math.floor(i / PIXELS) * bins + bin;
    images[at] = Math.min(255, images[at]! + 1);
  }
  return like(data, images, [1, bins, 1]);
}

function grey(data: LabeledImages): LabeledImages {
  const { images } = data;
  const luma = Uint8Array.from({ length: data.length * PIXELS }, (_, i) =>
    Math.round(0.299 * images[3 * i]! + 0.587 * images[3 * i + 1]! + 0.114 * images[3 * i + 2]!),
  );
  return like(data, luma, [32, 32, 1]);
}

const average = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

function averageByClass({ images, labels, classNames }: LabeledImages): number[] {
  const sums = new Array<number>(classNames.length).fill(0);
  for (let i = 0; i < images.length; i++) sums[labels[Math.floor(i / PIXELS)]!]! += images[i]!;
  const perClass = images.length / classNames.length;
  return sums.map((sum) => sum / perClass);
}
