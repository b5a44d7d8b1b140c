import type { ModelCard } from "@imgcls/training";
import { expect, it } from "vitest";
import { dataOfCard, recipeOfCard } from "./card-recipe.js";
import { RecipeError } from "./problems.js";

const card: ModelCard = {
  schemaVersion: 3,
  architecture: { id: "a network of my own", options: {} },
  inputShape: [28, 28, 1],
  classNames: ["a", "b"],
  preprocessing: { scale: 1 / 255 },
  recipe: {
    optimizer: { type: "sgd", learningRate: 0.1 },
    loss: { type: "categoricalCrossentropy" },
    batchSize: 8,
    epochs: 1,
  },
  dataset: { id: "mnist", sizes: { train: 100, test: 10 }, fingerprint: "" },
  validatedOn: "none",
  seed: 0,
  engine: { name: "onnx", version: "1", device: "cpu" },
  environment: {},
  metrics: {},
};

it("a card that another program wrote tells its images, even if its network is unknown", () => {
  expect(dataOfCard(card)).toMatchObject({ dataset: "mnist", limit: 100, limitToFirst: true });
  expect(() => recipeOfCard(card)).toThrow(RecipeError);
});

it("a card without the whole recipe is one of an earlier version", () => {
  const known = { ...card, architecture: { id: "mlp", options: {} } };
  expect(recipeOfCard(known)).toMatchObject({
    data: { dataset: "mnist", validation: "test" },
    model: { architecture: "mlp" },
    optimizer: { type: "sgd", learningRate: 0.1 },
    schedule: { type: "constant" },
  });
});
