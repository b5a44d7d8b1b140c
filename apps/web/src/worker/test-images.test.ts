import { createLabeledImages, type Dataset, fingerprint, type LabeledImages, take } from "@imgcls/datasets";
import type { ModelCard } from "@imgcls/training";
import { describe, expect, it } from "vitest";
import { compareImages } from "./test-images.js";

type Data = Dataset<LabeledImages>;

/** Six plain images of two classes, half of them for testing. */
function folder(level: number, classNames = ["cat", "dog"], side = 2): Data {
  const images = (count: number) =>
    createLabeledImages({
      images: new Uint8Array(count * side * side).fill(level),
      labels: Int32Array.from({ length: count }, (_, i) => i % classNames.length),
      shape: [side, side, 1],
      classNames,
    });
  return { id: "folder:pets", shape: [side, side, 1], classNames, train: images(6), test: images(2) };
}

/** As of an earlier version, which used the first images. */
const cardOf = async (data: Data, id: string, used = data.train.length) =>
  ({
    schemaVersion: 2,
    architecture: { id: "mlp", options: {} },
    inputShape: data.shape,
    classNames: data.classNames,
    preprocessing: { scale: 1 },
    recipe: {
      optimizer: { type: "adam", learningRate: 1 },
      loss: { type: "categoricalCrossentropy" },
      batchSize: 1,
      epochs: 1,
    },
    dataset: { id, sizes: { train: used }, fingerprint: await fingerprint(take(data.train, used)) },
    seed: 0,
  }) as unknown as ModelCard;

describe("what a model is tested on", () => {
  it("is the folder that it was trained with, whatever it is called and wherever it was", async () => {
    const card = await cardOf(folder(1), "folder:/home/ann/pets");
    expect(await compareImages(card, folder(1))).toEqual({ fit: "own" });
    const limited = await cardOf(folder(1), "folder:elsewhere", 4);
    expect(await compareImages(limited, folder(1))).toEqual({ fit: "own" });
  });

  it("is not another folder of the same name: not without a question where the classes are the same", async () => {
    const card = await cardOf(folder(1), "folder:pets");
    expect(await compareImages(card, folder(2))).toEqual({
      fit: "others",
      reason:
        "The model was trained on own images (pets), and the open images have its classes but are others.",
    });
  });

  it.each([
    [folder(1, ["cat", "cow"]), "they have no class “dog”, and it does not know “cow”"],
    [folder(1, ["dog", "cat"]), "their classes are in another order"],
    [folder(1, ["cat", "dog", "y".repeat(300)]), `it does not know “${"y".repeat(39)}…”`],
    [folder(1, ["cat", "dog"], 3), "it reads 2×2×1, and they have 3×3×1"],
  ])("is nothing where classes or shape differ, which is said", async (other, difference) => {
    const card = await cardOf(folder(1), "folder:pets");
    expect(await compareImages(card, other)).toEqual({
      fit: "none",
      reason: `The model was trained on own images (pets), and the open images do not fit it: ${difference}.`,
    });
  });

  it("is a published set of that id, and nothing where none is open", async () => {
    const card = await cardOf(folder(1), "fashion-mnist");
    expect(await compareImages(card, { ...folder(2), id: "fashion-mnist" })).toEqual({ fit: "own" });
    expect(await compareImages(card, undefined)).toEqual({
      fit: "none",
      reason: "The model was trained on Fashion-MNIST, which is not open here.",
    });
  });
});
