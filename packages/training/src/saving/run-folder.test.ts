import { hash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { cardOfVersion1, smallCard, smallRun, smallTraining } from "../../test/saved-run.js";
import { smallBatch, smallModel } from "../../test/small-model.js";
import { earlyStopping } from "../callbacks/early-stopping.js";
import { fit } from "../fit.js";
import { readWeights } from "../model-weights.js";
import { RunFolderError } from "./errors.js";
import { runFiles, runFromFiles } from "./run-files.js";
import {
  loadCheckpoint,
  loadHistory,
  loadRun,
  loadSavedModel,
  loadTraining,
  saveCheckpoint,
  saveRun,
} from "./run-folder.js";
import { runFromZip } from "./run-zip.js";
import { loadStart, saveStart } from "./training-start.js";

const { run, checkpoints } = await smallRun();
let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "imgcls-run-"));
});
afterEach(() => rm(directory, { recursive: true }));

describe("a run folder", () => {
  it("holds what was saved, to the bit", async () => {
    await saveRun(directory, run);
    const loaded = await loadRun(directory);
    expect(await readWeights(loaded.model)).toEqual(await readWeights(run.model));
    expect(loaded.card).toEqual(run.card);
    expect(loaded.history).toEqual(run.history);
    expect(loaded.checkpoint).toEqual(run.checkpoint);
  });

  it("has the documented files and no temporary ones", async () => {
    await saveRun(directory, run);
    await saveRun(directory, run);
    expect((await readdir(directory)).sort()).toEqual([
      "checkpoint",
      "history.csv",
      "history.json",
      "imgcls.json",
      "model.json",
      "recipe.json",
      "weights.bin",
    ]);
    const checkpoint = await readdir(join(directory, "checkpoint"));
    expect(checkpoint.sort()).toEqual(["checkpoint.json", expect.stringMatching(/^tensors-\w{16}\.bin$/)]);
  });

  it("has a table that spreadsheets read", async () => {
    await saveRun(directory, run);
    const [header, ...rows] = (await readFile(join(directory, "history.csv"), "utf8")).trimEnd().split("\n");
    expect(header).toBe("epoch,loss,accuracy,val_loss,val_accuracy,learning_rate,seconds,images_per_second");
    expect(rows.map((row) => row.split(",").map(Number))).toEqual(
      run.history.map((row) => Object.values(row)),
    );
  });

  it("gives a model that any program loads with tf.loadLayersModel over HTTP", async () => {
    await saveRun(directory, run);
    const server = createServer(async (request, response) => {
      response.end(await readFile(join(directory, request.url ?? "")));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const model = await tf.loadLayersModel(`http://127.0.0.1:${port}/model.json`);
    server.close();
    const input = tf.tensor(Float32Array.from(smallBatch(3, 1).images), [3, 8, 8, 3]).div(255);
    const [actual, expected] = [model, run.model].map((some) =>
      (some.predict(input) as tf.Tensor).dataSync(),
    );
    expect(Array.from(actual ?? [])).toEqual(Array.from(expected ?? [], (value) => expect.closeTo(value, 5)));
  });

  it("lets a training go on as if it had not been stopped", async () => {
    await saveRun(directory, { ...run, checkpoint: checkpoints[0]! });
    const { model, checkpoint } = await loadRun(directory);
    const callbacks = [earlyStopping({ restoreBestWeights: true, patience: 5 })];
    await fit(model, { ...smallTraining(2), callbacks, ...(checkpoint && { resumeFrom: checkpoint }) });
    expect(await readWeights(model)).toEqual(await readWeights(run.model));
  });

  it("keeps numbers that JSON does not have", async () => {
    const history = [{ ...run.history[0]!, loss: Number.NaN }];
    const sums = { ...run.checkpoint.sums, loss: Number.POSITIVE_INFINITY };
    await saveRun(directory, { ...run, history, checkpoint: { ...run.checkpoint, history, sums } });
    const loaded = await loadRun(directory);
    expect(loaded.history).toEqual(history);
    expect(loaded.checkpoint?.history).toEqual(history);
    expect(loaded.checkpoint?.sums).toEqual(sums);
  });

  it("replaces the checkpoint as a whole while a training runs, and the saved model stays as it is", async () => {
    await saveRun(directory, run);
    for (const checkpoint of checkpoints) {
      await saveCheckpoint(directory, checkpoint);
      expect(await loadCheckpoint(directory)).toEqual(checkpoint);
      expect(await readdir(join(directory, "checkpoint"))).toHaveLength(2);
    }
    expect(await loadHistory(directory)).toEqual(run.history);
  });

  it("has the digest of every file that decides a result in its card", async () => {
    await saveRun(directory, run);
    const { schemaVersion, files, sha256 } = JSON.parse(
      await readFile(join(directory, "imgcls.json"), "utf8"),
    );
    const actual = (name: string) => readFile(join(directory, name)).then((bytes) => hash("sha256", bytes));
    expect(schemaVersion).toBe(3);
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    for (const name of ["model.json", "weights.bin", "history.json", "recipe.json"]) {
      expect(files[name].sha256).toBe(await actual(name));
    }
  });

  it("says which files a save has changed", async () => {
    expect((await saveRun(directory, run)).sort()).toEqual([
      "history.json",
      "model.json",
      "recipe.json",
      "weights.bin",
    ]);
    expect(await saveRun(directory, run)).toEqual([]);
    expect(await saveRun(directory, { ...run, history: run.history.slice(0, 1) })).toEqual(["history.json"]);
  });

  it("gives what a training goes on with from the checkpoint alone", async () => {
    await saveCheckpoint(directory, checkpoints[0]!, run.card);
    expect(await loadTraining(directory)).toEqual({ checkpoint: checkpoints[0], card: run.card });
    await expect(loadSavedModel(directory)).rejects.toThrow(
      /imgcls\.json: expected this file, found only the checkpoint .* Resume the training first/,
    );
    await saveCheckpoint(directory, checkpoints[0]!);
    await saveRun(directory, { model: run.model, card: run.card, history: run.history });
    expect(await loadTraining(directory)).toEqual({ checkpoint: checkpoints[0], card: run.card });
  });

  it("remembers what is trained until the first checkpoint, also beside an earlier run", async () => {
    const recipe = { architecture: "small", training: { epochs: 3 } };
    expect(await loadStart(directory)).toBeUndefined();
    await saveStart(directory, recipe);
    expect(await loadStart(directory)).toEqual(recipe);
    await saveRun(directory, run);
    expect(await readdir(join(directory, "checkpoint"))).not.toContain("start.json");

    await saveStart(directory, recipe);
    const start = await readFile(join(directory, "checkpoint/start.json"));
    expect(await loadStart(directory)).toEqual(recipe);
    expect(await loadCheckpoint(directory)).toEqual(run.checkpoint);
    await saveCheckpoint(directory, checkpoints[0]!);
    // As if killed before it was removed.
    await writeFile(join(directory, "checkpoint/start.json"), start);
    expect(await loadStart(directory)).toBeUndefined();
  });

  it("is read in version 1, which had no digests, and saved in the newest", async () => {
    const golden = await readFile(join(import.meta.dirname, "../../test/golden/run-of-version-1.zip"));
    const old = await runFromZip(golden);
    expect(old.card).toEqual({ ...smallCard(), schemaVersion: 1, engine: old.card.engine });
    expect(old.checkpoint).toMatchObject({ step: 6, epoch: 3 });
    expect(old.checkpoint!.callbacks.earlyStopping!.bestWeights).toEqual(await readWeights(old.model));
    await saveRun(directory, old);
    expect((await loadRun(directory)).card.schemaVersion).toBe(3);
  });

  it("still has the old checkpoint when a save broke off before its last file", async () => {
    await saveCheckpoint(directory, checkpoints[0]!);
    const next = await runFiles({ ...run, checkpoint: checkpoints[1]! });
    const [name, content] = [...next].find(([file]) => file.startsWith("checkpoint/tensors-"))!;
    await writeFile(join(directory, name), content);
    expect(await loadCheckpoint(directory)).toEqual(checkpoints[0]);
  });

  it("has no checkpoint when none was saved", async () => {
    const { checkpoint: _, ...rest } = run;
    await saveRun(directory, rest);
    expect(await loadRun(directory)).not.toHaveProperty("checkpoint");
    expect(await loadCheckpoint(directory)).toBeUndefined();
  });
});

it("exists as bytes alone, for platforms without folders", async () => {
  const loaded = await runFromFiles(await runFiles(run));
  expect(await readWeights(loaded.model)).toEqual(await readWeights(run.model));
  expect(loaded.checkpoint).toEqual(run.checkpoint);
});

describe("reading a wrong folder, without digests that would show it first, fails with one line", () => {
  const file = (name: string) => join(directory, name);
  const edit = async (name: string, change: (json: Record<string, never>) => unknown) => {
    const json = JSON.parse(await readFile(file(name), "utf8"));
    await writeFile(file(name), JSON.stringify(change(json) ?? json));
  };
  const damages: [string, () => Promise<unknown>, RegExp][] = [
    ["no card", () => rm(file("imgcls.json")), /imgcls\.json: expected this file, found none/],
    ["no model", () => rm(file("model.json")), /model\.json: expected this file/],
    ["no weights", () => rm(file("weights.bin")), /weights\.bin: expected this file/],
    ["no history", () => rm(file("history.json")), /history\.json: expected this file/],
    ["a truncated card", () => truncate(file("imgcls.json"), 100), /imgcls\.json: expected JSON/],
    ["a truncated model", () => truncate(file("model.json"), 100), /model\.json: expected JSON/],
    [
      "truncated weights",
      () => truncate(file("weights.bin"), 400),
      /weights\.bin: expected \d+ bytes, found 400/,
    ],
    ["an empty model", () => edit("model.json", () => ({})), /model\.json: expected modelTopology/],
    [
      "a topology of nothing",
      () => edit("model.json", (json) => ({ ...json, modelTopology: { class_name: "Odd" } })),
      /model\.json: TensorFlow\.js cannot build the model/,
    ],
    [
      "a layer that nobody registered",
      () => {
        const layers = [{ class_name: "Odd", config: { name: "odd" } }];
        const modelTopology = { class_name: "Sequential", config: { name: "odd", layers } };
        return edit("model.json", (json) => ({ ...json, modelTopology }));
      },
      /model\.json: TensorFlow\.js cannot build the model .*Unknown layer: Odd.*call its registerLayers\(\) first/,
    ],
    [
      "a card of a later version",
      () => edit("imgcls.json", (json) => ({ ...json, schemaVersion: 4 })),
      /expected schemaVersion 3 or lower, received 4/,
    ],
    [
      "a card with several mistakes",
      () =>
        edit("imgcls.json", (json) => ({
          ...json,
          seed: "x",
          classNames: 3,
          validatedOn: "train",
          dataset: {
            ...smallCard().dataset,
            images: { fit: "stretch", onBadImage: "skip" },
            stratified: 1,
          },
        })),
      /expected classNames to be a list of texts, received 3; expected dataset\.images\.fit to be fill, cover or contain, received "stretch"; expected dataset\.stratified to be true or false, received 1; expected validatedOn to be validation, test or none, received "train"; expected seed to be a number, received "x"/,
    ],
    [
      "a card that does not fit the model",
      () => edit("imgcls.json", (json) => ({ ...json, inputShape: [9, 8, 3], classNames: ["one"] })),
      /inputShape is \[9,8,3\], but the model takes \[8,8,3\]; classNames has 1 names, but the model tells apart 4/,
    ],
    ["a history without rows", () => edit("history.json", () => ({})), /history\.json: expected a list/],
    [
      "an incomplete checkpoint",
      async () => {
        const [name] = (await readdir(file("checkpoint"))).filter((entry) => entry.startsWith("tensors-"));
        await rm(file(`checkpoint/${name}`));
      },
      /checkpoint\/tensors-\w+\.bin: expected the checkpoint's numbers, found no file/,
    ],
    [
      "a changed checkpoint",
      async () => {
        const [name] = (await readdir(file("checkpoint"))).filter((entry) => entry.startsWith("tensors-"));
        await truncate(file(`checkpoint/${name}`), 1000);
      },
      /expected sha256 \w{64}, found other content/,
    ],
  ];

  it.each(damages)("%s", async (_, damage, message) => {
    await saveRun(directory, run);
    await writeFile(file("imgcls.json"), cardOfVersion1(await readFile(file("imgcls.json"))));
    await damage();
    const error = await loadRun(directory).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(RunFolderError);
    expect((error as Error).message).toMatch(message);
    expect((error as Error).message).toContain(directory);
    expect((error as Error).message).not.toContain("\n");
  });

  it("weights of another model, each with its name and both shapes", async () => {
    await saveRun(directory, run);
    const files = await runFiles({ ...run, model: smallModel({ dropout: true }), card: smallCard() });
    const json = JSON.parse(new TextDecoder().decode(files.get("model.json")));
    const [first, second] = json.weightsManifest[0].weights;
    [first.shape, second.shape] = [[6], [3, 3, 3, 6]];
    await writeFile(file("model.json"), JSON.stringify(json));
    await writeFile(file("imgcls.json"), cardOfVersion1(await readFile(file("imgcls.json"))));
    await expect(loadRun(directory)).rejects.toThrow(
      /"conv2d\/kernel": expected \[3,3,3,6\], found \[6\]; "conv2d\/bias": expected \[6\], found \[3,3,3,6\]/,
    );
  });

  it("a folder that is not there", async () => {
    await expect(loadRun(join(directory, "none"))).rejects.toThrow(/none\/imgcls\.json: expected this file/);
  });
});
