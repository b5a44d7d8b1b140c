import * as tf from "@tensorflow/tfjs";
import { expect, it } from "vitest";
import { smallCard, smallRun } from "../../test/saved-run.js";
import { CHECKPOINT_FILE } from "./checkpoint-files.js";
import { RunFolderError } from "./errors.js";
import { HISTORY_JSON } from "./history-files.js";
import { CARD_FILE } from "./model-card.js";
import { runFiles, runFromFiles } from "./run-files.js";

const { run } = await smallRun();
const files = await runFiles(run);

const otherClasses = async () =>
  (await runFiles({ ...run, card: smallCard({ classNames: ["one"] }) })).get(CARD_FILE)!;

it.each([
  ["a history", HISTORY_JSON, async () => new Uint8Array([1])],
  ["a checkpoint", CHECKPOINT_FILE, async () => new Uint8Array([1])],
  ["a card of other classes", CARD_FILE, otherClasses],
])("keeps no tensors of a model whose run has %s that does not fit", async (_, name, content) => {
  const damaged = new Map(files).set(name, await content());
  const before = tf.memory().numTensors;
  await expect(runFromFiles(damaged)).rejects.toThrow(RunFolderError);
  expect(tf.memory().numTensors).toBe(before);
});
