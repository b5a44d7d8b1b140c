import { describe, expect, it } from "vitest";
import type { ModelChoice } from "../protocol.js";
import { chosenAgain, withField } from "./settings.js";

const choice: ModelChoice = {
  name: "mlp",
  title: "",
  inputShape: [28, 28, 1],
  layers: [],
  parameters: 0,
  recommended: "for digits",
};
/** The same network for few colour images. */
const small: ModelChoice = { ...choice, inputShape: [32, 32, 3], recommended: "for few images" };
const madeForColour: ModelChoice = { ...small, name: "cifar10-tutorial" };
const typed = { epochs: "3", seed: "5" };

describe("the model for other images", () => {
  it("stays with what was typed where shape and recipe are as before", () =>
    expect(chosenAgain([madeForColour, choice], choice, typed)).toEqual({ preset: "mlp", typed }));

  it("is the first that was made for them where the shape is another, with what suits them and the seed", () =>
    expect(chosenAgain([madeForColour, small], choice, typed)).toEqual({
      preset: "cifar10-tutorial",
      typed: { seed: "5" },
    }));

  it("has the recipe of the new images where only that changed", () => {
    const more = { ...small, recommended: "for many images" };
    expect(chosenAgain([madeForColour, more], small, typed)).toEqual({ preset: "mlp", typed: { seed: "5" } });
  });

  it("is none where none fits", () =>
    expect(chosenAgain([], choice, {})).toEqual({ preset: undefined, typed: {} }));
});

it("what was typed as an option of one type is gone with the type", () => {
  const before = { epochs: "3", "optimizer.type": "sgd", "optimizer.momentum": "0.5" };
  expect(withField(before, "optimizer.type", "adam")).toEqual({ epochs: "3", "optimizer.type": "adam" });
  expect(withField(before, "epochs", "4")).toEqual({ ...before, epochs: "4" });
});
