import { describe, expect, it } from "vitest";
import type { ModelChoice } from "../protocol.js";
import { formProblems, recommended, type SettingsForm, settingsFrom, withOptimizer } from "./settings.js";

const form: SettingsForm = {
  epochs: "10",
  batchSize: "32",
  learningRate: "0.01",
  seed: "0",
  optimizer: "sgd",
  engine: "auto",
};
const choice: ModelChoice = {
  name: "mlp",
  title: "",
  layers: [],
  parameters: 0,
  recipe: { epochs: 7, batchSize: 128, optimizer: "adam", learningRate: 0.002 },
};

describe("the settings of a training", () => {
  it("are numbers when the form is right", () => {
    expect(formProblems(form)).toEqual({});
    expect(settingsFrom(form, "mlp")).toEqual({
      preset: "mlp",
      epochs: 10,
      batchSize: 32,
      learningRate: 0.01,
      seed: 0,
      optimizer: "sgd",
      engine: "auto",
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
