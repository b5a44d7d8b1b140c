import { describe, expect, it } from "vitest";
import { recipeProblems } from "./problems.js";

const sound = { data: { dataset: "mnist" }, model: { architecture: "mlp" } };

describe("recipeProblems", () => {
  it("accepts what leaves the rest open", () => {
    expect(recipeProblems(sound)).toEqual([]);
    expect(recipeProblems({ ...sound, optimizer: { learningRate: 0.1 } })).toEqual([]);
    expect(recipeProblems({ ...sound, optimizer: { type: "muon" } })).toEqual([]);
  });

  it("says what a recipe is to whoever gives none", () => {
    expect(recipeProblems(undefined)).toEqual([
      "expected recipe (everything that decides a result) to be an object, received undefined",
    ]);
  });

  it("names everything that is wrong, with its path, what was expected and the nearest name", () => {
    const problems = recipeProblems({
      schemaVersion: 2,
      data: { dataset: "mnsit", validation: 1.5, agument: [], mix: [{ type: "MixUp", alpha: 0 }] },
      model: { architecture: "resnet21" },
      epochs: -1,
      optimizer: { type: "adam", momentum: 0.9 },
      schedule: { type: "cosin" },
      loss: { type: "meanSquaredError", gamma: 1 },
      phases: [{ epochs: 1 }, { batch_size: 4, loss: { type: "meanSquaredError" } }],
      classWeight: { cat: -1 },
      metrics: ["top5_accuracy"],
      callbacks: [{ type: "earlyStoping" }, { type: "earlyStopping", patience: -1 }],
      seed: 0.5,
    });
    for (const [path, ...words] of [
      ["recipe.schemaVersion", "newer version", "received 2"],
      ["recipe.data.dataset", 'Did you mean "mnist"?'],
      ["recipe.data.validation", "a share of the training images", "received 1.5"],
      ['recipe.data has no option "agument"', 'Did you mean "augment"?'],
      ["recipe.data.mix[0]", "alpha"],
      ["recipe.model.architecture", 'Did you mean "resnet20"?'],
      ["recipe.epochs", "a whole number from 1 to 100000", "received -1"],
      ['recipe.optimizer has no option "momentum"'],
      ["recipe.schedule.type", 'Did you mean "cosine"?'],
      ['recipe.loss has no option "gamma"'],
      ['recipe.phases[1] has no option "batch_size"', 'Did you mean "batchSize"?'],
      ['recipe.phases[1] has no option "loss"'],
      ["recipe.classWeight", '"balanced"', '{"cat":-1}'],
      ["recipe.metrics", 'Did you mean "top_5_accuracy"?'],
      ["recipe.callbacks[0].type", 'Did you mean "earlyStopping"?'],
      ["recipe.callbacks[1].patience"],
      ["recipe.seed", "received 0.5"],
    ]) {
      const about = problems.filter((problem) => problem.includes(path!));
      expect(about, path).toHaveLength(1);
      for (const word of words) expect(about[0]).toContain(word);
    }
    expect(problems).toHaveLength(17);
  });

  it("says what has to be given", () => {
    expect(recipeProblems({})).toEqual([
      expect.stringContaining("expected recipe.data to be"),
      expect.stringContaining("expected recipe.model to be"),
    ]);
    expect(recipeProblems(null)).toEqual([expect.stringContaining("to be an object, received null")]);
  });

  it.each([
    [{ data: { dataset: "mnist", imageSize: [8, 8] } }, /imageSize is for images of your own/],
    [{ data: { dataset: "mnist", validation: "part" } }, /mnist comes without validation images/],
    [
      { data: { dataset: "mnist", validation: "none" }, callbacks: [{ type: "earlyStopping" }] },
      /earlyStopping watches val_loss/,
    ],
    [
      {
        data: { dataset: "mnist", validation: "none" },
        callbacks: [
          { type: "modelCheckpoint", filepath: "each" },
          { type: "modelCheckpoint", filepath: "best", saveBestOnly: true },
        ],
      },
      /modelCheckpoint watches val_loss/,
    ],
    [{ data: { dataset: "mnist", classBalanced: true }, classWeight: "balanced" }, /with both they would/],
    [{ data: { dataset: "mnist", limitToFirst: true } }, /give recipe\.data\.limit/],
    [
      { head: { type: "logisticRegression" }, evaluation: { flips: true } },
      /evaluation\.flips: what is known of the answers of a head alone/,
    ],
    [{ phases: [{ epochs: 1 }] }, /one phase is the recipe itself/],
  ])("refuses what contradicts itself: %j", (change, message) => {
    expect(recipeProblems({ ...sound, ...change })).toEqual([expect.stringMatching(message)]);
  });
});
