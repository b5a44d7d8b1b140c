import type { ModelCard } from "@imgcls/training";
import { describe, expect, it } from "vitest";
import { dataOfCard, recipeOfCard } from "./card-recipe.js";
import { RecipeError, recipeProblems } from "./problems.js";

/** As an earlier version wrote it. */
const card: ModelCard = {
  schemaVersion: 2,
  architecture: { id: "cifar100-cnn", options: { inputShape: [16, 16, 3], classes: 2, seed: 7 } },
  inputShape: [16, 16, 3],
  classNames: ["a", "b"],
  preprocessing: { scale: 1 / 255 },
  recipe: {
    name: "cifar100-cnn",
    optimizer: { type: "adam", learningRate: 0.001 },
    loss: { type: "categoricalCrossentropy" },
    batchSize: 8,
    epochs: 50,
    earlyStopping: { monitor: "val_loss", mode: "min", patience: 4 },
    augment: [{ type: "RandomHorizontalFlip", p: 0.5 }],
  },
  dataset: {
    id: "folder:photos",
    sizes: { train: 64, test: 16 },
    fingerprint: "abc",
    path: "../photos",
    images: { fit: "cover", onBadImage: "skip" },
    stratified: true,
  },
  validatedOn: "test",
  seed: 7,
  engine: { name: "onnx", version: "1.30.0", device: "cpu" },
  environment: {},
  metrics: {},
};

describe("recipeOfCard", () => {
  it("reads cards that had the recipe in parts", () => {
    const recipe = recipeOfCard(card);
    expect(recipeProblems(recipe)).toEqual([]);
    expect(recipe).toMatchObject({
      data: {
        dataset: "folder:photos",
        validation: "test",
        imageSize: [16, 16],
        fit: "cover",
        onBadImage: "skip",
        limit: 64,
        augment: [{ type: "RandomHorizontalFlip", p: 0.5 }],
      },
      model: { architecture: "cifar100-cnn" },
      epochs: 50,
      callbacks: [{ type: "earlyStopping", monitor: "val_loss", mode: "min", patience: 4 }],
      seed: 7,
    });
    expect(recipe.data.limitToFirst).toBeUndefined();
  });

  it("knows that before there was a choice by class, fewer images were the first ones, and the test images validated", () => {
    const { stratified: _, ...dataset } = card.dataset;
    const { validatedOn: __, ...first } = { ...card, dataset };
    expect(recipeOfCard({ ...first, schemaVersion: 1 }).data).toMatchObject({
      limitToFirst: true,
      validation: "test",
    });
  });

  it("has the recipe of a card of now as it is, and refuses one that it does not know", () => {
    const recipe = recipeOfCard(card);
    expect(recipeOfCard({ ...card, schemaVersion: 3, recipe: { ...recipe } })).toEqual(recipe);
    const later = { ...recipe, schemaVersion: 2 } as unknown as ModelCard["recipe"];
    expect(() => recipeOfCard({ ...card, schemaVersion: 3, recipe: later })).toThrow(/newer version/);
  });
});

describe("a card that another program wrote", () => {
  const own: ModelCard = {
    ...card,
    schemaVersion: 3,
    architecture: { id: "a network of my own", options: {} },
    recipe: {
      optimizer: { type: "sgd", learningRate: 0.1 },
      loss: { type: "categoricalCrossentropy" },
      batchSize: 8,
      epochs: 1,
    },
    dataset: { id: "mnist", sizes: { train: 100, test: 10 }, fingerprint: "" },
    validatedOn: "none",
  };

  it("tells its images, even if its network is unknown", () => {
    expect(dataOfCard(own)).toMatchObject({ dataset: "mnist", limit: 100, limitToFirst: true });
    expect(() => recipeOfCard(own)).toThrow(RecipeError);
  });

  it("without the whole recipe is read as one of an earlier version", () => {
    const known = { ...own, architecture: { id: "mlp", options: {} } };
    expect(recipeOfCard(known)).toMatchObject({
      data: { dataset: "mnist", validation: "test" },
      model: { architecture: "mlp" },
      optimizer: { type: "sgd", learningRate: 0.1 },
      schedule: { type: "constant" },
    });
  });
});
