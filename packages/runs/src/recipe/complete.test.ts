import { getPreset } from "@imgcls/architectures";
import { describe, expect, it } from "vitest";
import { RECIPES } from "../recipes/index.js";
import { completeRecipe, phasesOf } from "./complete.js";
import { recipeProblems } from "./problems.js";
import type { DataFacts, RecipeDraft } from "./recipe.js";

const facts = (trainCounts: readonly number[], changes: Partial<DataFacts> = {}): DataFacts => ({
  shape: [32, 32, 3],
  classNames: trainCounts.map((_, i) => `class ${i}`),
  trainCounts,
  hasValidation: false,
  ...changes,
});

const photos: RecipeDraft = { data: { dataset: "folder:photos" }, model: { architecture: "cifar10-cnn" } };

describe("completeRecipe", () => {
  it("is a recipe by itself, and complete already when it is completed again", () => {
    const data = facts([300, 150, 60, 20, 8]);
    const recipe = completeRecipe(photos, data);
    expect(recipeProblems(recipe)).toEqual([]);
    expect(completeRecipe(recipe, data)).toEqual(recipe);
    expect(JSON.parse(JSON.stringify(recipe))).toEqual(recipe);
  });

  it.each(Object.entries(RECIPES))(
    "%s is its architecture's own recipe, validated as in its document",
    (_, named) => {
      const { architecture } = named.recipe.model!;
      const { training, expected } = getPreset(architecture!);
      const recipe = completeRecipe(named.recipe, facts(Array(10).fill(5000)));
      const { optimizer, loss, batchSize, epochs } = training;
      expect(recipe).toMatchObject({ optimizer, loss, batchSize, epochs, data: { validation: "test" } });
      expect(named.testAccuracy).toBe(expected.testAccuracy);
    },
  );

  it("validates on the data set's own part, else on a tenth, and on nothing where a class has one image", () => {
    const validation = (data: DataFacts) => completeRecipe(photos, data).data.validation;
    expect(validation(facts([50, 50], { hasValidation: true }))).toBe("part");
    expect(validation(facts([50, 50]))).toBe(0.1);
    expect(validation(facts([50, 1]))).toBe("none");
  });

  it("suits what is not chosen to the number of images of your own, as many as are left to train on", () => {
    const { batchSize, epochs, data } = completeRecipe(photos, facts([50, 50]));
    // 90 images: batches of the smallest size, 12 steps an epoch, 84 epochs make 1,000 steps.
    expect({ batchSize, epochs }).toEqual({ batchSize: 8, epochs: 84 });
    expect(data.augment).toMatchObject([{ type: "RandomCrop" }, { type: "RandomHorizontalFlip" }]);
    const chosen = completeRecipe({ ...photos, batchSize: 4, epochs: 2 }, facts([50, 50]));
    expect(chosen).toMatchObject({ batchSize: 4, epochs: 2 });
  });

  it("begins fine-tuning from a weaker head than one that is all there is, unless the draft says otherwise", () => {
    const strength = (draft: Partial<RecipeDraft>) => {
      const head = { type: "logisticRegression" } as const;
      const { head: completed } = completeRecipe({ ...photos, head, ...draft }, facts([50, 50]));
      return completed.type === "logisticRegression" && completed.strength;
    };
    expect(strength({})).toBe("auto");
    expect(strength({ epochs: 6 })).toBe(1e-3);
    expect(strength({ phases: [{ epochs: 1 }] })).toBe(1e-3);
    expect(strength({ epochs: 6, head: { type: "logisticRegression", strength: "auto" } })).toBe("auto");
  });

  it("starts another optimizer from its own defaults, and keeps that a network ends in logits", () => {
    const draft: RecipeDraft = { data: { dataset: "cifar10" }, model: { architecture: "cifar10-tutorial" } };
    const other = completeRecipe(
      { ...draft, optimizer: { type: "sgd" }, loss: { type: "categoricalFocalCrossentropy" } },
      facts([10, 10]),
    );
    expect(other.optimizer).toEqual({ type: "sgd", learningRate: 0.01 });
    expect(other.loss).toEqual({ type: "categoricalFocalCrossentropy", fromLogits: true });
    const same = completeRecipe({ ...draft, optimizer: { learningRate: 0.5 } }, facts([10, 10]));
    expect(same.optimizer).toEqual({ type: "adam", learningRate: 0.5 });
  });
});

it("phases take over what they do not say anew", () => {
  const recipe = completeRecipe(
    {
      ...photos,
      phases: [{ epochs: 1, trainable: ["dense_2"] }, { optimizer: { type: "adam", learningRate: 1e-4 } }],
    },
    facts([50, 50]),
  );
  const [head, all] = phasesOf(recipe);
  expect(head).toMatchObject({ epochs: 1, trainable: ["dense_2"], optimizer: recipe.optimizer });
  expect(all).toMatchObject({ epochs: recipe.epochs, trainable: ["*"], optimizer: { type: "adam" } });
});
