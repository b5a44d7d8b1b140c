import { expect, it } from "vitest";
import { memoryFolder } from "../../test/memory-folder.js";
import { readScalars } from "../../test/read-events.js";
import { smallTraining } from "../../test/saved-run.js";
import { smallModel } from "../../test/small-model.js";
import { unhurried } from "../../test/unhurried.js";
import type { Checkpoint } from "../checkpoint.js";
import { fit } from "../fit.js";
import type { FitOptions } from "../fit-options.js";
import type { Folder } from "../saving/folder.js";
import { checkpointing } from "./checkpointing.js";
import { type TensorBoardConfig, tensorBoard } from "./tensor-board.js";

const train = (
  folder: Folder,
  epochs: number,
  config: TensorBoardConfig = {},
  changes: Partial<FitOptions> = {},
) =>
  fit(smallModel({ dropout: true }), {
    ...smallTraining(epochs),
    callbacks: [tensorBoard({ ...config, folder })],
    ...changes,
  });

const stepsOf = async (folder: Folder, directory: string, wanted: string) =>
  (await readScalars(folder, directory)).filter(({ tag }) => tag === wanted).map(({ step }) => step);

it("has the rows of training and validation, each in its folder, under Keras's names", async () => {
  const folder = memoryFolder();
  const { history } = await train(folder, 2);
  const column = (tag: string, name: string) =>
    history.map((row, step) => ({ tag, step, value: Math.fround(row[name]!) }));
  const columns = (...names: string[]) => names.flatMap((name) => column(`epoch_${name}`, name));
  const bySeries = (a: { tag: string }, b: { tag: string }) => a.tag.localeCompare(b.tag);
  const read = async (directory: string) => (await readScalars(folder, directory)).sort(bySeries);
  expect(await read("logs/train")).toEqual(columns("accuracy", "images_per_second", "learning_rate", "loss"));
  expect(await read("logs/validation")).toEqual([
    ...column("epoch_accuracy", "val_accuracy"),
    ...column("epoch_loss", "val_loss"),
  ]);
});

it("has batches by the number of their step", async () => {
  const folder = memoryFolder();
  await train(folder, 2, { logDir: "a/b", updateFreq: 2 });
  expect(await stepsOf(folder, "a/b/train", "batch_loss")).toEqual([2, 4, 6]);
  await train(folder, 1, { logDir: "c", updateFreq: "batch" });
  expect(await stepsOf(folder, "c/train", "batch_accuracy")).toEqual([1, 2, 3]);
});

it("has every point once, however often a training was killed and resumed", async () => {
  const folder = memoryFolder();
  const config = { updateFreq: "batch", hparams: { rate: 1 } } as const;
  const saved: Checkpoint[] = [];
  const save = (checkpoint: Checkpoint) => void saved.push(structuredClone(checkpoint));
  await train(folder, 3, config, {
    callbacks: [tensorBoard({ ...config, folder }), unhurried, checkpointing({ save, everySeconds: 0 })],
  });
  for (const index of [6, 4, 1]) {
    await train(folder, 3, config, {
      resumeFrom: saved[index]!,
      callbacks: [tensorBoard({ ...config, folder })],
    });
    expect(await stepsOf(folder, "logs/train", "batch_loss")).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(await stepsOf(folder, "logs/train", "epoch_loss")).toEqual([0, 1, 2]);
    expect(await stepsOf(folder, "logs/validation", "epoch_loss")).toEqual([0, 1, 2]);
    expect(await folder.list("logs")).toHaveLength(4);
  }
});
