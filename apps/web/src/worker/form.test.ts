import { LOSS_NAMES, OPTIMIZER_NAMES, SCHEDULE_NAMES } from "@imgcls/training";
import { describe, expect, it } from "vitest";
import type { Typed } from "../protocol.js";
import { describeForm, draftOf } from "./form.js";

const images = {
  id: "synthetic-digits",
  shape: [28, 28, 1] as const,
  classNames: ["a", "b"],
  trainCounts: [500, 500],
  hasValidation: false,
};
const formOf = (typed: Typed) => describeForm("mnist-cnn", images, typed);
const field = (typed: Typed, path: string) => formOf(typed).fields.find((each) => each.path === path);

describe("the form of a training", () => {
  it("begins with what suits network and images, and nothing wrong", () => {
    const { fields, problems } = formOf({});
    const values = Object.fromEntries(fields.map(({ path, value }) => [path, value]));
    expect(values).toMatchObject({
      epochs: "10",
      batchSize: "32",
      "optimizer.type": "sgd",
      "optimizer.learningRate": "0.01",
      "optimizer.momentum": "0.9",
      "schedule.type": "constant",
      "loss.type": "sparseCategoricalCrossentropy",
      classWeight: "none",
      "data.validation": "0.1",
      "data.classBalanced": "false",
      "data.augment": "",
      callbacks: "",
      seed: "0",
    });
    expect(problems).toEqual([]);
    expect(fields.flatMap(({ problem }) => problem ?? [])).toEqual([]);
  });

  it.each([
    ["optimizer.type", OPTIMIZER_NAMES],
    ["schedule.type", SCHEDULE_NAMES],
    ["loss.type", LOSS_NAMES],
  ])("offers every %s, each with its options, and a draft with it", (path, names) => {
    expect(field({}, path)!.choices).toEqual(names);
    for (const name of names) {
      const typed = { [path]: name };
      expect(field(typed, path)).toMatchObject({ value: name, problem: undefined });
      expect(draftOf("mnist-cnn", images.id, typed)).toMatchObject({ [path.split(".")[0]!]: { type: name } });
    }
  });

  it("takes the learning rate that suits another optimizer", () =>
    expect(field({ "optimizer.type": "adam" }, "optimizer.learningRate")!.value).toBe("0.001"));

  it.each([
    ["epochs", "", /^A whole number from 1 to 100000/],
    ["epochs", "2.5", /^A whole number/],
    ["seed", "-1", /^A whole number from 0/],
    ["optimizer.learningRate", "1e999", /^0 or more\.$/],
    ["optimizer.momentum", "1", /^From 0 to below 1\.$/],
    ["data.augment", "RandomCrop(padding=4", /./],
    ["data.augment", "RandomFlop", /RandomFlop/],
    ["callbacks", '[{"type":"earlyStoping"}]', /earlyStopping/],
    ["callbacks", "earlyStopping", /list/],
  ])("says of %s=%j what is expected", (path, text, sentence) =>
    expect(field({ [path]: text }, path)!.problem).toMatch(sentence),
  );

  it("asks for what a schedule needs", () => {
    const typed = { "schedule.type": "step" };
    expect(field(typed, "schedule.everyEpochs")!.problem).toBeDefined();
    expect(field({ ...typed, "schedule.everyEpochs": "2" }, "schedule.everyEpochs")!.problem).toBeUndefined();
    expect(formOf({ "schedule.warmup.epochs": "2" }).problems).toEqual([]);
  });

  it("says what does not go together", () =>
    expect(formOf({ classWeight: "balanced", "data.classBalanced": "true" }).problems).toEqual([
      expect.stringMatching(/give one/),
    ]));
});
