import { formatAugmentations } from "@imgcls/datasets";
import type { Recipe } from "@imgcls/runs";
import { describe, expect, it } from "vitest";
import { modelsFor } from "./models.js";

const classNames = ["ring", "square", "star"];
const facts = (images: number) => ({
  classNames,
  trainCounts: classNames.map(() => images / classNames.length),
  hasValidation: false,
});
const own = (images: number) => modelsFor({ id: "folder:shapes", shape: [32, 32, 3], ...facts(images) });

describe("the networks for images", () => {
  it("begin, for few of your own in colour, with a small one that was made for such, and enough steps to learn", () => {
    const [first] = own(180);
    expect(first!.name).toBe("cifar10-tutorial");
    const { epochs, batchSize, data } = JSON.parse(first!.recommended) as Recipe;
    expect(epochs * Math.ceil(162 / batchSize)).toBeGreaterThanOrEqual(1000);
    expect(formatAugmentations(data.augment)).toBe("RandomCrop(padding=4), RandomHorizontalFlip");
  });

  it("have their own recipes for published images, and for very many of your own", () => {
    const digits = modelsFor({ id: "mnist", shape: [28, 28, 1], ...facts(60_000) });
    expect(digits[0]!.name).toBe("mnist-cnn");
    const published = { epochs: 10, batchSize: 32, optimizer: { learningRate: 0.01 }, data: { augment: [] } };
    expect(JSON.parse(digits[0]!.recommended)).toMatchObject(published);
    expect(JSON.parse(own(50_001)[0]!.recommended)).toMatchObject({ epochs: 10, data: { augment: [] } });
  });
});
