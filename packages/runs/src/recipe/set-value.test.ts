import { describe, expect, it } from "vitest";
import { RecipeError } from "./problems.js";
import type { RecipeDraft } from "./recipe.js";
import { withValues } from "./set-value.js";

const draft: RecipeDraft = {
  data: { dataset: "mnist" },
  model: { architecture: "mlp" },
  optimizer: { type: "sgd", learningRate: 0.1 },
  callbacks: [{ type: "earlyStopping", patience: 2 }],
};

describe("withValues", () => {
  it("sets nested values, and leaves the draft as it was", () => {
    const before = structuredClone(draft);
    const changed = withValues(draft, [
      "optimizer.momentum=0.9",
      "callbacks.0.patience=5",
      'callbacks[1]={"type":"terminateOnNaN"}',
      "schedule.type=cosine",
      "schedule.warmup.epochs=1",
      "classWeight.cat=2",
      "data.validation=none",
      "name=my run",
    ]);
    expect(changed).toEqual({
      ...draft,
      name: "my run",
      data: { dataset: "mnist", validation: "none" },
      optimizer: { type: "sgd", learningRate: 0.1, momentum: 0.9 },
      schedule: { type: "cosine", warmup: { epochs: 1 } },
      classWeight: { cat: 2 },
      callbacks: [{ type: "earlyStopping", patience: 5 }, { type: "terminateOnNaN" }],
    });
    expect(draft).toEqual(before);
  });

  it("names every path that a recipe does not have, with the nearest", () => {
    const act = () =>
      withValues(draft, [
        "optimiser.learningRate=1",
        "optimizer.momentun=1",
        "callbacks.3.patience=1",
        "epochs",
      ]);
    expect(act).toThrow(RecipeError);
    try {
      act();
    } catch (error) {
      expect((error as RecipeError).problems).toEqual([
        expect.stringContaining('Did you mean "optimizer"?'),
        expect.stringContaining('Did you mean "momentum"?'),
        expect.stringContaining("the position in a list of 1"),
        expect.stringContaining("expected path=value"),
      ]);
    }
  });
});
