import * as tf from "@tensorflow/tfjs";
import { expect, it } from "vitest";
import { CLASSES, SHAPE, smallModel, smallPlan } from "../../test/small-model.js";
import { chooseEngine } from "./choose-engine.js";
import { EngineUnavailableError, UnknownEngineError } from "./errors.js";

/** The ONNX compiler knows no unit-norm constraint. */
const uncompilable = () =>
  tf.sequential({
    layers: [
      tf.layers.flatten({ inputShape: [...SHAPE] }),
      tf.layers.gaussianNoise({ name: "odd", stddev: 0.1 }),
      tf.layers.dense({ units: CLASSES, activation: "softmax" }),
    ],
  });

it("takes the fastest engine that works", async () => {
  const messages: string[] = [];
  const task = { model: smallModel(), plan: smallPlan() };
  const engine = await chooseEngine("auto", { task, log: (message) => messages.push(message) });
  expect(engine.name).toBe("onnx");
  expect(messages).toEqual([]);
});

it("passes over an engine that cannot train the model, and says why", async () => {
  const messages: string[] = [];
  const task = { model: uncompilable(), plan: smallPlan() };
  const engine = await chooseEngine("auto", { task, log: (message) => messages.push(message) });
  expect(engine.name).toBe("tfjs");
  expect(messages).toEqual([expect.stringMatching(/"onnx" is passed over: .*layer "odd"/)]);
});

it("fails when the engine that was asked for cannot train the model", async () => {
  const task = { model: uncompilable(), plan: smallPlan() };
  await expect(chooseEngine("onnx", { task })).rejects.toThrow(EngineUnavailableError);
});

it("lists every refusal when nothing works", async () => {
  const task = { model: uncompilable(), plan: smallPlan() };
  const error = await chooseEngine("auto", { task, backend: "none" }).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(EngineUnavailableError);
  expect((error as EngineUnavailableError).refusals.map(({ engine }) => engine)).toEqual(["onnx", "tfjs"]);
  expect((error as Error).message).toMatch(/"onnx": .*"odd".*"tfjs": .*no backend "none"/);
});

it.each([
  ["onxx", "onnx"],
  ["tf", "tfjs"],
  ["Auto", "auto"],
])("suggests for %s: %s", async (name, suggestion) => {
  const error = await chooseEngine(name).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(UnknownEngineError);
  expect(error).toMatchObject({ suggestion, known: ["auto", "onnx", "tfjs"] });
});
