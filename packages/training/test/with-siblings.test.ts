// The pieces of this repository together, as the README puts them: presets, data sets, training.
import { buildModel, getPreset } from "@imgcls/architectures";
import { batches, loadDataset, split } from "@imgcls/datasets";
import { expect, it } from "vitest";
import { earlyStopping, fit, predictProbabilities } from "../src/index.js";

it("trains a preset on a data set and predicts with it", async () => {
  const { preprocessing, training } = getPreset("mnist-cnn");
  const { train, test } = await loadDataset("synthetic-digits", { trainSize: 640, testSize: 100 });
  const [held, rest] = split(train, { fraction: 0.1, seed: 1 });
  expect([held.length, rest.length]).toEqual([64, 576]);

  const model = buildModel("mnist-cnn", { seed: 1 });
  const { history } = await fit(model, {
    train: batches(rest, { batchSize: training.batchSize, seed: 1 }),
    validation: batches(test, { batchSize: 64, shuffle: false }),
    epochs: 3,
    optimizer: training.optimizer,
    loss: training.loss,
    preprocessing,
    callbacks: [earlyStopping({ patience: 2 })],
  });
  expect(history[2]?.loss).toBeLessThan(history[0]?.loss ?? 0);

  const { images, labels, length: size, shape } = test;
  const options = { size, shape, preprocessing, loss: training.loss };
  const probabilities = await predictProbabilities(model, images, options);
  const hits = labels.reduce((count, label, i) => {
    const row = probabilities.subarray(i * 10, (i + 1) * 10);
    return count + Number(row[label] === Math.max(...row));
  }, 0);
  expect(hits / size).toBe(history[2]?.val_accuracy);
});
