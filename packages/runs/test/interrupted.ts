import { type Dataset, loadDataset } from "@imgcls/datasets";
import { onnxEngine } from "@imgcls/training";
import { expect } from "vitest";
import {
  haveSameWeights,
  type MemoryPlace,
  memoryPlace,
  type RecipeDraft,
  resumeRun,
  trainRun,
} from "../src/index.js";

/** Everything at once: what decides, what remembers, what writes files. */
export const EVERYTHING: RecipeDraft = {
  data: {
    dataset: "synthetic-digits",
    limit: 96,
    validation: 40,
    augment: [{ type: "RandomCrop", padding: 2 }, { type: "RandomErasing" }] as never,
    mix: [{ type: "MixUp", alpha: 0.2 }],
  },
  model: { architecture: "cifar10-tutorial" },
  batchSize: 16,
  optimizer: {
    type: "adamw",
    learningRate: 0.002,
    gradientAccumulationSteps: 2,
    useEma: true,
    emaMomentum: 0.9,
    globalClipNorm: 1,
  },
  schedule: { type: "cosine", warmup: { epochs: 1 } },
  loss: { labelSmoothing: 0.1 },
  phases: [{ epochs: 2, trainable: ["dense*"] }, { epochs: 3 }],
  classWeight: "balanced",
  metrics: ["top_3_accuracy", "f1_macro"],
  callbacks: [
    { type: "earlyStopping", patience: 2, restoreBestWeights: true },
    { type: "reduceLROnPlateau", patience: 1, factor: 0.5 },
    { type: "swapEMAWeights" },
    { type: "csvLogger", filename: "log.csv" },
    { type: "modelCheckpoint", filepath: "best", saveBestOnly: true },
    { type: "tensorBoard", logDir: "logs" },
  ],
  seed: 3,
};

/** Averages of their own instead of the optimizer's: only one of both can be judged. */
export const AVERAGED: RecipeDraft = {
  ...EVERYTHING,
  optimizer: { type: "sgd", learningRate: 0.05, momentum: 0.9 },
  callbacks: [{ type: "stochasticWeightAveraging", startEpoch: 2 }, { type: "terminateOnNaN" }],
};

export const data: Dataset = await loadDataset("synthetic-digits", { trainSize: 400, testSize: 60 });
const options = { data, engine: async () => onnxEngine({ threads: 1 }) };

export async function uninterrupted(draft: RecipeDraft): Promise<{ place: MemoryPlace; steps: number }> {
  const place = memoryPlace("uninterrupted");
  let steps = 0;
  const count = {
    name: "count",
    onBatchEnd() {
      steps += 1;
    },
  };
  await trainRun(draft, place, { ...options, callbacks: [count] });
  return { place, steps };
}

/**
 * Trains until a step, ends there, and goes on until the end.
 *
 * @param way "stopped": in order, as by Ctrl-C; "killed": nothing of the moment is saved
 */
export async function resumesToTheBit(
  draft: RecipeDraft,
  whole: MemoryPlace,
  step: number,
  way: "stopped" | "killed",
): Promise<void> {
  const place = memoryPlace(`${way} in step ${step}`);
  const controller = new AbortController();
  let steps = 0;
  const end = {
    name: "end",
    onBatchEnd() {
      steps += 1;
      if (steps !== step) return;
      if (way === "killed") throw new Error("killed");
      controller.abort();
    },
  };
  const cut = trainRun(draft, place, { ...options, callbacks: [end], signal: controller.signal });
  if (way === "stopped") expect((await cut).interrupted).toBe(true);
  else await expect(cut).rejects.toThrow("killed");
  await resumeOrBegin(draft, place);
  expect(await haveSameWeights(whole, place), place.name).toBe(true);
  expect(historyIn(place), place.name).toEqual(historyIn(whole));
  for (const name of ["log.csv", "best.weights.bin"])
    expect(place.files.has(name)).toBe(whole.files.has(name));
}

/** A training that failed before its first checkpoint has nothing to go on with: who was killed begins anew. */
async function resumeOrBegin(draft: RecipeDraft, place: MemoryPlace): Promise<void> {
  const hasCheckpoint = place.files.has("checkpoint/checkpoint.json");
  await (hasCheckpoint ? resumeRun(place, options) : trainRun(draft, place, options));
}

/** Without what a clock says. */
const historyIn = ({ files }: MemoryPlace) => {
  const rows: Record<string, number>[] = JSON.parse(new TextDecoder().decode(files.get("history.json")));
  return rows.map(({ seconds: _, images_per_second: __, ...row }) => row);
};
