import { expect, it } from "vitest";
import { buildModel } from "../build-model.js";
import { getPreset } from "../get-preset.js";
import { summarize } from "../summary/summary.js";

/** Kernel, stride and padding arithmetic done by hand. */
const outputShapes: Record<string, (readonly [string, ...number[]])[]> = {
  "mnist-cnn": [
    ["Conv2D", 26, 26, 32],
    ["MaxPooling2D", 13, 13, 32],
    ["Flatten", 5408],
    ["Dense", 100],
    ["Dense", 10],
  ],
  "cifar10-cnn": [
    ["Conv2D", 32, 32, 32],
    ["Dropout", 32, 32, 32],
    ["Conv2D", 32, 32, 32],
    ["MaxPooling2D", 16, 16, 32],
    ["Flatten", 8192],
    ["Dense", 512],
    ["Dropout", 512],
    ["Dense", 10],
  ],
  "cifar100-cnn": [
    ["Conv2D", 31, 31, 100],
    ["MaxPooling2D", 10, 10, 100],
    ["Conv2D", 10, 10, 80],
    ["MaxPooling2D", 5, 5, 80],
    ["Conv2D", 5, 5, 50],
    ["MaxPooling2D", 2, 2, 50],
    ["Flatten", 200],
    ["Dense", 1024],
    ["Dense", 512],
    ["Dense", 100],
  ],
  "cifar10-tutorial": [
    ["Conv2D", 30, 30, 32],
    ["MaxPooling2D", 15, 15, 32],
    ["Conv2D", 13, 13, 64],
    ["MaxPooling2D", 6, 6, 64],
    ["Conv2D", 4, 4, 64],
    ["Flatten", 1024],
    ["Dense", 64],
    ["Dense", 10],
  ],
  mlp: [
    ["Flatten", 784],
    ["Dense", 512],
    ["Dropout", 512],
    ["Dense", 256],
    ["Dense", 10],
  ],
};

it.each(Object.keys(outputShapes))("%s has the documented layers", (name) => {
  const model = buildModel(name);
  const rows = summarize(model).rows.map(({ type, outputShape }) => [type, ...outputShape.slice(1)]);
  expect(rows).toEqual(outputShapes[name]);
  model.dispose();
});

it.each(Object.keys(outputShapes))("%s ends in softmax unless its loss is computed from logits", (name) => {
  const model = buildModel(name);
  const config = model.layers.at(-1)?.getConfig() as { activation: string };
  expect(config.activation).toBe(getPreset(name).training.loss.fromLogits ? "linear" : "softmax");
  model.dispose();
});
