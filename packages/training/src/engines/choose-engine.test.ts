import * as tf from "@tensorflow/tfjs";
import { expect, it } from "vitest";
import { CLASSES, SHAPE, smallModel, smallPlan } from "../../test/small-model.js";
import { chooseEngine } from "./choose-engine.js";
import { EngineUnavailableError, UnknownEngineError, UnusableModelError } from "./errors.js";

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

const frozen = () => {
  const model = smallModel();
  for (const layer of model.layers) layer.trainable = false;
  return model;
};

const twoInputs = () => {
  const [a, b] = [tf.input({ shape: [...SHAPE] }), tf.input({ shape: [...SHAPE] })];
  const rows = tf.layers.flatten().apply(tf.layers.add().apply([a, b]));
  const outputs = tf.layers.dense({ units: CLASSES, activation: "softmax" }).apply(rows) as tf.SymbolicTensor;
  return tf.model({ name: "twins", inputs: [a, b], outputs });
};

const maps = () =>
  tf.sequential({
    name: "maps",
    layers: [tf.layers.conv2d({ inputShape: [...SHAPE], filters: CLASSES, kernelSize: 1 })],
  });

it.each([
  ["all layers frozen", frozen, /model "small": it has no weights to train; set trainable = true/],
  ["two inputs", twoInputs, /model "twins": it has several inputs/],
  ["maps at the end", maps, /model "maps", layer .*: it ends in \[batch, 8, 8, 4\]; .* put a global pooling/],
])("asks no engine for what none can do: %s", async (_, build, words) => {
  const messages: string[] = [];
  const task = { model: build(), plan: smallPlan() };
  for (const name of ["auto", "tfjs", "onnx"]) {
    const choosing = chooseEngine(name, { task, log: (message) => messages.push(message) });
    const error = await choosing.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UnusableModelError);
    expect((error as Error).message).toMatch(words);
    expect((error as Error).message).not.toContain('"tfjs" engine');
  }
  expect(messages).toEqual([]);
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
