import * as tf from "@tensorflow/tfjs";
import { expect, it } from "vitest";
import { createModel } from "../build-model.js";
import { summarize } from "../summary/summary.js";
import { freeze, unfreeze, unfreezeFrom } from "./freeze.js";
import { parameterGroups } from "./parameter-groups.js";
import { featureExtractor, replaceHead } from "./replace-head.js";

const small = { inputShape: [16, 16, 3], classes: 5, seed: 1 } as const;
const images = tf.randomUniform<tf.Rank.R4>([2, 16, 16, 3], 0, 1, "float32", 3);
const trainable = (model: tf.LayersModel) => summarize(model).trainableParameters;
const numbers = (output: tf.Tensor | tf.Tensor[]) => Array.from((output as tf.Tensor).dataSync());

it("freezes all, then trains from a layer on", () => {
  const model = createModel("resnet20", small);
  freeze(model);
  expect(trainable(model)).toBe(0);
  unfreezeFrom(model, "linear");
  expect(trainable(model)).toBe(64 * 5 + 5);
  unfreeze(model);
  expect(trainable(model)).toBe(269_722 - 5 * 65);
  freeze(model, (layer) => layer.getClassName() === "BatchNormalization");
  expect(trainable(model)).toBe(269_722 - 5 * 65 - 2 * (7 * 16 + 6 * 32 + 6 * 64));
  freeze(model, ["linear"]);
  expect(model.getLayer("linear").trainable).toBe(false);
});

it("names the layers there are when one is unknown", () => {
  const model = createModel("lenet5", { inputShape: [32, 32, 1] });
  expect(() => unfreezeFrom(model, "fc")).toThrow(
    'expected the name of a layer, received "fc". Its layers are image, c1, s2, c3, s4, flatten, c5, f6, output.',
  );
});

it.each(["resnet20", "mnist-cnn", "squeezenet1.1", "resnet9"] as const)("gives %s another head", (name) => {
  const model = createModel(name, small);
  const replaced = replaceHead(model, { classes: 3 });
  expect(replaced.outputs[0]?.shape).toEqual([null, 3]);
  expect((replaced.predict(images) as tf.Tensor).shape).toEqual([2, 3]);
  const [before, after] = [model, replaced].map((each) => numbers(featureExtractor(each).predict(images)));
  expect(after).toEqual(before);
  const types = ({ layers }: tf.LayersModel) =>
    layers.map((layer) => layer.getClassName()).filter((type) => type !== "InputLayer");
  expect(types(replaced)).toEqual(types(model));
  // The same again from the same seed, other numbers from another.
  const head = (seed: number) =>
    numbers(replaceHead(model, { classes: 3, seed }).predict(images)).map((value) => value.toFixed(6));
  expect(head(4)).toEqual(head(4));
  expect(head(4)).not.toEqual(head(5));
});

it("trains a new head on frozen features, and nothing else", async () => {
  const model = createModel("resnet20", small);
  freeze(model);
  const replaced = replaceHead(model, { classes: 2 });
  expect(trainable(replaced)).toBe(64 * 2 + 2);
  const before = numbers(model.getLayer("conv1").getWeights()[0]!);
  replaced.compile({ optimizer: tf.train.sgd(0.1), loss: tf.losses.softmaxCrossEntropy });
  await replaced.fit(images, tf.oneHot([0, 1], 2).toFloat(), { epochs: 1, verbose: 0 });
  expect(numbers(model.getLayer("conv1").getWeights()[0]!)).toEqual(before);
});

it("extracts the features of a named layer", () => {
  const model = createModel("resnet20", small);
  expect(featureExtractor(model).outputs[0]?.shape).toEqual([null, 64]);
  expect(featureExtractor(model, { layer: "bn1" }).outputs[0]?.shape).toEqual([null, 16, 16, 16]);
});

it("cannot tell the head of a model with several outputs", () => {
  const model = createModel("googlenet", {
    inputShape: [32, 32, 3],
    auxiliaryHeads: true,
    initialWeights: "zeros",
  });
  expect(() => replaceHead(model, { classes: 2 })).toThrow("expected one output, found 3");
});

it("groups what is trained by layer or by stage", () => {
  const model = createModel("resnet20", small);
  freeze(model, ["conv1"]);
  const byLayer = parameterGroups(model);
  expect(byLayer[0]).toEqual({
    name: "bn1",
    layers: ["bn1"],
    weights: ["bn1/gamma", "bn1/beta"],
    parameters: 32,
  });
  const stages = parameterGroups(model, ({ name }) => name.split(".")[0]!);
  expect(stages.map(({ name }) => name)).toEqual(["bn1", "layer1", "layer2", "layer3", "linear"]);
  expect(stages.reduce((sum, { parameters }) => sum + parameters, 0)).toBe(trainable(model));
});
