import { describe, expect, it } from "vitest";
import type { ModelChoice } from "../protocol.js";
import {
  chosenAgain,
  formProblems,
  recommended,
  type SettingsForm,
  settingsFrom,
  withOptimizer,
} from "./settings.js";

const form: SettingsForm = {
  epochs: "10",
  batchSize: "32",
  learningRate: "0.01",
  seed: "0",
  optimizer: "sgd",
  engine: "auto",
  augment: false,
};
const choice: ModelChoice = {
  name: "mlp",
  title: "",
  inputShape: [28, 28, 1],
  layers: [],
  parameters: 0,
  recipe: { epochs: 7, batchSize: 128, optimizer: "adam", learningRate: 0.002, augment: "" },
};

/** The same network for few colour images. */
const small: ModelChoice = {
  ...choice,
  inputShape: [32, 32, 3],
  recipe: { ...choice.recipe, epochs: 46, augment: "RandomCrop(padding=4)" },
};
const madeForColour: ModelChoice = { ...small, name: "cifar10-tutorial" };

describe("the model for other images", () => {
  it("stays with what was typed where shape and recipe are as before", () => {
    const typed = { ...form, epochs: "3" };
    expect(chosenAgain([madeForColour, choice], choice, typed)).toEqual({ preset: "mlp", form: typed });
  });

  it("is the first that was made for them where the shape is another, with what suits them", () => {
    const { preset, form: suited } = chosenAgain([madeForColour, small], choice, form);
    expect(preset).toBe("cifar10-tutorial");
    expect(suited).toMatchObject({ epochs: "46", augment: true });
    expect(settingsFrom(suited, madeForColour).augment).toBe("RandomCrop(padding=4)");
    expect(settingsFrom({ ...suited, augment: false }, madeForColour).augment).toBe("");
  });

  it("takes the recipe of the new images where only that changed", () => {
    const more = { ...small, recipe: { ...small.recipe, epochs: 10 } };
    expect(chosenAgain([madeForColour, more], small, form)).toMatchObject({
      preset: "mlp",
      form: { epochs: "10" },
    });
  });

  it("is none where none fits", () =>
    expect(chosenAgain([], choice, form)).toEqual({ preset: undefined, form }));
});

describe("the settings of a training", () => {
  it("are numbers when the form is right", () => {
    expect(formProblems(form)).toEqual({});
    expect(settingsFrom(form, choice)).toEqual({
      preset: "mlp",
      epochs: 10,
      batchSize: 32,
      learningRate: 0.01,
      seed: 0,
      optimizer: "sgd",
      engine: "auto",
      augment: "",
    });
  });

  it("are refused all at once, each with a sentence that says what is expected", () => {
    const wrong = { ...form, epochs: "0", batchSize: "2.5", learningRate: "-1", seed: " " };
    expect(Object.keys(formProblems(wrong))).toEqual(["epochs", "batchSize", "learningRate", "seed"]);
    expect(formProblems(wrong).epochs).toBe("A whole number from 1 to 1,000.");
  });

  it.each(["", "ten", "1e999", "NaN"])("refuses %j as a count of epochs", (epochs) => {
    expect(formProblems({ ...form, epochs }).epochs).toBeDefined();
  });

  it("follow the preset, but keep seed and engine", () => {
    const filled = recommended(choice, { ...form, seed: "5", engine: "onnx" });
    expect(filled).toEqual({
      augment: false,
      epochs: "7",
      batchSize: "128",
      learningRate: "0.002",
      seed: "5",
      optimizer: "adam",
      engine: "onnx",
    });
  });

  it("take a learning rate that suits the optimizer", () => {
    expect(withOptimizer(form, "sgd", choice).learningRate).toBe("0.01");
    expect(withOptimizer(form, "adam", choice).learningRate).toBe("0.002");
  });
});
