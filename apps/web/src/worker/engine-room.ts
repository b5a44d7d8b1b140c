// Everything that needs TensorFlow.js or an engine, in a chunk of its own: loaded when it is first needed.
import { runFromZip, runToZip } from "@imgcls/training";
import { enableProdMode, setBackend } from "@tensorflow/tfjs";
import { startFastestEngine } from "./engines.js";
import { createJudge, evaluateRun, type Judge } from "./judge.js";
import { modelsFor } from "./models.js";
import { type Run, summarizeRun } from "./run.js";
import { train } from "./train.js";

enableProdMode();

/** Models are built and kept in plain memory; an engine that wants another backend chooses it itself. */
const keepInMemory = () => setBackend("cpu");

export const room = {
  async modelsFor(...data: Parameters<typeof modelsFor>) {
    await keepInMemory();
    return modelsFor(...data);
  },
  async train(...task: Parameters<typeof train>) {
    await keepInMemory();
    return train(...task);
  },
  async openRun(bytes: Uint8Array): Promise<Run> {
    await keepInMemory();
    // The page never goes on with a training.
    return runFromZip(bytes, { onBadCheckpoint: "leaveOut" });
  },
  /** What a training and a test load when they are first asked for. */
  async prefetch() {
    await Promise.all([startFastestEngine(), import("@imgcls/evaluation")]);
  },
  zipRun: ({ model, card, history, checkpoint, reports }: Run) =>
    runToZip({ model, card, history, ...(checkpoint && { checkpoint }) }, reports),
  createJudge,
  evaluateRun,
  summarizeRun,
};

export type { Judge, Run };
