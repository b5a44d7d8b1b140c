import { describe, expect, it } from "vitest";
import { memoryFolder } from "../../test/memory-folder.js";
import { smallTraining } from "../../test/saved-run.js";
import { smallModel } from "../../test/small-model.js";
import { traceCallback } from "../../test/trace-callback.js";
import { fit } from "../fit.js";
import { readWeights } from "../model-weights.js";
import type { Folder } from "../saving/folder.js";
import { modelFromFiles } from "../saving/model-files.js";
import { type ModelCheckpointConfig, modelCheckpoint } from "./model-checkpoint.js";

const train = async (epochs: number, options: ModelCheckpointConfig, folder: Folder = memoryFolder()) => {
  const model = smallModel();
  const callbacks = [modelCheckpoint({ ...options, folder })];
  const result = await fit(model, { ...smallTraining(epochs), callbacks });
  return { ...result, model, folder };
};

it("saves each epoch's model under its own name, as any program reads it", async () => {
  const { history, model, folder } = await train(2, { filepath: "models/{epoch:02d}-{val_loss:.3f}" });
  const names = history.map(({ epoch, val_loss }) => `0${epoch}-${val_loss!.toFixed(3)}`);
  expect([...(await folder.list("models"))].sort()).toEqual(names);
  const read = async (name: string) => (await folder.read(`models/${names[1]}/${name}`))!;
  const saved = await modelFromFiles(await read("model.json"), await read("weights.bin"));
  expect(await readWeights(saved)).toEqual(await readWeights(model));
  const first = await train(1, { filepath: "first" });
  expect(await folder.read(`models/${names[0]}/weights.bin`)).toEqual(
    await first.folder.read("first/weights.bin"),
  );
});

it("saves every so many batches, and weights without a model", async () => {
  const { folder } = await train(2, { filepath: "{epoch}-{batch}", saveFreq: 2, saveWeightsOnly: true });
  expect(await folder.list("")).toEqual(["1-2", "2-1", "2-3"]);
  expect(await folder.list("2-3")).toEqual(["weights.bin"]);
});

it("saves every few epochs, and by time", async () => {
  const { folder } = await train(4, { filepath: "{epoch}", everyEpochs: 2 });
  expect(await folder.list("")).toEqual(["2", "4"]);
  const often = await train(1, { filepath: "{epoch}-{batch}", saveFreq: 1000, everySeconds: 1e-9 });
  expect(await often.folder.list("")).toEqual(["1-1", "1-2", "1-3"]);
});

describe("with saveBestOnly", () => {
  const savedOf = async (
    losses: readonly number[],
    options: Partial<ModelCheckpointConfig> = {},
    resumeAfter: number[] = [],
  ) => {
    const folder = memoryFolder();
    const create = () => modelCheckpoint({ filepath: "best", saveBestOnly: true, ...options, folder });
    const { saved } = await traceCallback(
      create,
      losses.map((val_loss) => ({ val_loss })),
      { resumeAfter },
    );
    return saved;
  };

  it.each<[string, number[], Partial<ModelCheckpointConfig>, number[]]>([
    ["only what is better than all before", [3, 4, 2, 2, 1], {}, [1, 3, 5]],
    ["only what is better than the threshold", [3, 4, 2, 2, 1], { initialValueThreshold: 2 }, [5]],
    ["upwards with mode max", [3, 4, 2, 5], { mode: "max" }, [1, 2, 4]],
    ["a NaN is no best value", [Number.NaN, 2, 3, 1], {}, [1, 2, 4]],
    ["a later NaN is no improvement", [2, Number.NaN, 3, 1], {}, [1, 4]],
  ])("%s", async (_, losses, options, saved) => {
    expect(await savedOf(losses, options)).toEqual(saved);
    const epochs = losses.map((_, index) => index + 1);
    expect(await savedOf(losses, options, epochs)).toEqual(saved);
  });

  it("refuses what is not known when it saves, before the first epoch", async () => {
    await expect(train(1, { filepath: "best", saveBestOnly: true, saveFreq: 2 })).rejects.toThrow(
      /to name only what is known there, such as "loss", received val_loss/,
    );
    await expect(train(1, { filepath: "{vall_loss}" })).rejects.toThrow(
      /val_accuracy, .* received vall_loss/,
    );
  });
});
