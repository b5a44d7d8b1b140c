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
    const { epochs, batchSize, augment } = first!.recipe;
    expect(epochs * Math.ceil(162 / batchSize)).toBeGreaterThanOrEqual(1000);
    expect(augment).toBe("RandomCrop(padding=4), RandomHorizontalFlip");
  });

  it("have their own recipes for published images, and for very many of your own", () => {
    const digits = modelsFor({ id: "mnist", shape: [28, 28, 1], ...facts(60_000) });
    expect(digits[0]).toMatchObject({
      name: "mnist-cnn",
      recipe: { epochs: 10, batchSize: 32, learningRate: 0.01, augment: "" },
    });
    expect(own(50_000)[0]!.recipe).toMatchObject({ epochs: 10, augment: "" });
  });
});
