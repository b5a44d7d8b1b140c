import { describe, expect, it } from "vitest";
import { softmaxRegression } from "../../test/softmax-regression.js";
import { fingerprint } from "../fingerprint.js";
import { classCounts } from "../sets/class-counts.js";
import { take } from "../sets/select.js";
import { syntheticDigits } from "./synthetic-digits.js";

describe("synthetic-digits", () => {
  it("is the same everywhere for the same seed", async () => {
    const { train, test } = await syntheticDigits.load({ seed: 7, trainSize: 300, testSize: 100 });
    expect(await fingerprint(train)).toMatchInlineSnapshot(
      `"6a724fced7fc949194008958a436d9048d8486e5f9a329960588e755d5c4a57d"`,
    );
    expect(await fingerprint(test)).toMatchInlineSnapshot(
      `"e507154cbc1892d383c1aa9d320cbe93804a97809f9a5a10fd82e983d8851669"`,
    );
  });

  it("begins the same for every size", async () => {
    const small = await syntheticDigits.load({ trainSize: 25, testSize: 10 });
    const large = await syntheticDigits.load({ trainSize: 60, testSize: 10 });
    expect(take(large.train, 25)).toEqual(small.train);
  });

  it("has other images for another seed, and none in both parts", async () => {
    const [a, b] = await Promise.all(
      [1, 2].map((seed) => syntheticDigits.load({ seed, trainSize: 50, testSize: 50 })),
    );
    const all = [a!.train, a!.test, b!.train, b!.test].flatMap(({ images, length }) =>
      Array.from({ length }, (_, i) => images.subarray(i * 784, (i + 1) * 784).join()),
    );
    expect(new Set(all).size).toBe(200);
  });

  it("has 6,000 and 1,000 images by default, each class as often, light on dark", async () => {
    const { train, test } = await syntheticDigits.load({});
    expect(classCounts(train)).toEqual(new Array(10).fill(600));
    expect(classCounts(test)).toEqual(new Array(10).fill(100));
    const mean = train.images.reduce((sum, level) => sum + level, 0) / train.images.length / 255;
    expect(mean).toBeGreaterThan(0.1);
    expect(mean).toBeLessThan(0.35);
  });

  it("is learnable, but not by a linear model alone", async () => {
    const { train, test } = await syntheticDigits.load({});
    const accuracy = await softmaxRegression(train, test, { epochs: 12, learningRate: 0.05 });
    expect(accuracy).toBeGreaterThan(0.7);
    expect(accuracy).toBeLessThan(0.9);
  });
});
