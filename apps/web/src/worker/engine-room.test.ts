import { loadDataset } from "@imgcls/datasets";
import { strToU8, unzipSync, zipSync } from "fflate";
import { expect, it } from "vitest";
import type { TrainSettings } from "../protocol.js";
import { room } from "./engine-room.js";

const settings: TrainSettings = {
  preset: "mlp",
  typed: { epochs: "1", batchSize: "20" },
  engine: "onnx",
};

it("opens a saved run without the checkpoint that the page does not need, and never with other weights", async () => {
  const data = await loadDataset("synthetic-digits", { trainSize: 40, testSize: 10 });
  const { signal } = new AbortController();
  const run = await room.train(settings, { data, signal, send: () => undefined });
  const files = unzipSync(room.zipOf(run!.place));

  const damagedCheckpoint = zipSync({ ...files, "checkpoint/checkpoint.json": strToU8("{}") });
  const opened = await room.openZip("run.zip", damagedCheckpoint);
  expect(opened.classifier.card).toEqual(run!.classifier.card);
  expect(opened.history).toEqual(run!.history);

  const weights = files["weights.bin"]!.slice();
  weights[1000]! ^= 1;
  await expect(room.openZip("run.zip", zipSync({ ...files, "weights.bin": weights }))).rejects.toThrow(
    /weights\.bin: expected the content of sha256/,
  );
});
