import { describe, expect, it } from "vitest";
import { defaultsForSize } from "./defaults-for-size.js";
import { presets } from "./presets/index.js";

const IMAGENET = presets.resnet18.training;
const photographs = (images: number) => ({ images, imageShape: [64, 64, 3] as const });

describe("defaultsForSize", () => {
  it("gives a small set useful steps: 450 images with a recipe for a million", () => {
    expect(defaultsForSize(IMAGENET, photographs(450))).toEqual({
      training: {
        ...IMAGENET,
        batchSize: 16,
        epochs: 90,
        optimizer: { ...IMAGENET.optimizer, learningRate: 0.00625 },
      },
      augment: "RandomCrop(padding=8), RandomHorizontalFlip",
      changed: true,
    });
  });

  it("leaves a large set its recipe", () => {
    expect(defaultsForSize(IMAGENET, photographs(50_000))).toEqual({
      training: IMAGENET,
      augment: "",
      changed: false,
    });
  });

  it("never changes what was chosen; a rate that is open follows a smaller batch", () => {
    const chosen = { batchSize: 64, learningRate: 0.3, epochs: 2 };
    expect(defaultsForSize(IMAGENET, photographs(450), chosen).training).toMatchObject({
      batchSize: 64,
      epochs: 2,
      optimizer: { learningRate: 0.3 },
    });
    const rateOf = (batchSize: number) =>
      defaultsForSize(IMAGENET, photographs(450), { batchSize }).training.optimizer.learningRate;
    expect([64, 256, 1024].map(rateOf)).toEqual([0.025, 0.1, 0.1]);
  });

  it("scales Adam by the square root, but not below Keras's default", () => {
    const rateFor = (learningRate: number) =>
      defaultsForSize({ ...IMAGENET, optimizer: { type: "adam", learningRate } }, photographs(450)).training
        .optimizer.learningRate;
    expect([0.008, 0.002, 0.001, 0.0003].map(rateFor)).toEqual([0.002, 0.001, 0.001, 0.0003]);
  });

  it("adds epochs up to 1,000 steps, and no more than 100", () => {
    const short = { ...IMAGENET, epochs: 10 };
    const epochs = (images: number) => defaultsForSize(short, photographs(images)).training.epochs;
    expect([30, 450, 5_000, 50_000].map(epochs)).toEqual([100, 35, 25, 10]);
  });

  it("flips no grey images: they may be digits", () => {
    expect(defaultsForSize(IMAGENET, { images: 450, imageShape: [28, 28, 1] }).augment).toBe(
      "RandomCrop(padding=4)",
    );
  });

  it.each(Object.values(presets))(
    "gives $name at least 20 steps an epoch for 160 images or more",
    (preset) => {
      for (const images of [1, 160, 1000, 7777, 100_000]) {
        const { batchSize, epochs, optimizer } = defaultsForSize(
          preset.training,
          photographs(images),
        ).training;
        if (images >= 160) expect(images / batchSize).toBeGreaterThanOrEqual(Math.min(20, images / 8));
        expect(batchSize).toBeLessThanOrEqual(Math.max(8, preset.training.batchSize));
        expect(epochs).toBeGreaterThanOrEqual(preset.training.epochs);
        expect(optimizer.learningRate).toBeGreaterThan(0);
        expect(optimizer.learningRate).toBeLessThanOrEqual(preset.training.optimizer.learningRate);
      }
    },
  );
});
