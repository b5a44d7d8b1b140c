import { buildModel, getPreset } from "@imgcls/architectures";
import { batches, loadDataset } from "@imgcls/datasets";
import { fit, type ModelCard } from "@imgcls/training";
import { strToU8, unzipSync, zipSync } from "fflate";
import { expect, it } from "vitest";
import { room } from "./engine-room.js";

it("opens a saved run without the checkpoint that the page does not need, and never with other weights", async () => {
  const data = await loadDataset("synthetic-digits", { trainSize: 40, testSize: 10 });
  const { preprocessing, training } = getPreset("mlp");
  const classNames = data.classNames;
  const options = { inputShape: data.shape, classes: classNames.length, seed: 0 };
  const model = buildModel("mlp", options);
  const recipe = { ...training, batchSize: 20, epochs: 1 };
  const { history, checkpoint, engine } = await fit(model, {
    optimizer: recipe.optimizer,
    loss: recipe.loss,
    epochs: recipe.epochs,
    preprocessing,
    train: batches(data.train, { batchSize: recipe.batchSize, seed: 0 }),
  });
  const card: ModelCard = {
    schemaVersion: 2,
    architecture: { id: "mlp", options },
    inputShape: data.shape,
    classNames,
    preprocessing,
    recipe,
    dataset: { id: data.id, sizes: { train: 40, test: 10 }, fingerprint: "" },
    seed: 0,
    engine,
    environment: {},
    metrics: {},
  };
  const files = unzipSync(await room.zipRun({ model, card, history, checkpoint }));

  const damagedCheckpoint = zipSync({ ...files, "checkpoint/checkpoint.json": strToU8("{}") });
  expect((await room.openRun(damagedCheckpoint)).card).toEqual(card);

  const weights = files["weights.bin"]!.slice();
  weights[1000]! ^= 1;
  await expect(room.openRun(zipSync({ ...files, "weights.bin": weights }))).rejects.toThrow(
    /weights\.bin: expected the content of sha256/,
  );
});
