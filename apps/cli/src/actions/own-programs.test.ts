import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { saveRun } from "@imgcls/training";
import { layers, sequential } from "@tensorflow/tfjs";
import { encode } from "fast-png";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Output } from "../output.js";
import { runSource } from "./predict-source.js";
import { list } from "./runs.js";

const lines: string[] = [];
const keep = (line: string) => void lines.push(line);
const output: Output = {
  quiet: false,
  json: false,
  verbose: false,
  note: keep,
  warn: keep,
  result: () => {},
  event: () => {},
};

let runs: string;
beforeAll(async () => {
  runs = mkdtempSync(join(tmpdir(), "imgcls-own-"));
  const model = sequential({
    layers: [layers.flatten({ inputShape: [8, 8, 1] }), layers.dense({ units: 2, activation: "softmax" })],
  });
  await saveRun(join(runs, "own"), {
    model,
    history: [],
    card: {
      schemaVersion: 3,
      architecture: { id: "own-network", options: {} },
      inputShape: [8, 8, 1],
      classNames: ["a", "b"],
      preprocessing: { scale: 1 / 255 },
      recipe: {
        optimizer: { type: "sgd", learningRate: 0.01 },
        loss: { type: "categoricalCrossentropy" },
        batchSize: 8,
        epochs: 2,
      },
      dataset: { id: "mnist", sizes: { train: 8, test: 8 }, fingerprint: "abc" },
      seed: 0,
      engine: { name: "onnx", version: "1", device: "cpu" },
      environment: {},
      metrics: {},
    },
  });
});
afterAll(() => rmSync(runs, { recursive: true }));

/** Its network is none of the presets, so there is no recipe that could train it again. */
describe("a run that a program of one's own has saved", () => {
  it("classifies", async () => {
    const file = join(runs, "picture.png");
    writeFileSync(file, encode({ width: 8, height: 8, channels: 1, data: new Uint8Array(64) }));
    const { signal } = new AbortController();
    const source = await runSource(join(runs, "own"), {}, { batchSize: 1, signal, output });
    const { probabilities } = await source.classify(await source.decode(file), 1);
    expect(probabilities).toHaveLength(2);
    await source.dispose();
  });

  it("is named by the list of runs, which goes on", async () => {
    await list(runs, output);
    expect(lines).toContainEqual(expect.stringMatching(/own: left out.* runs show .*own/));
  });
});
