// Everything that needs TensorFlow.js or an engine, in a chunk of its own: loaded when it is first needed.
import type { Dataset, LabeledImages } from "@imgcls/datasets";
import { dataOfCard, factsOf, memoryPlace, zipOf, zipPlace } from "@imgcls/runs";
import { enableProdMode, setBackend } from "@tensorflow/tfjs";
import type { Typed } from "../protocol.js";
import { listBases, prepareBase } from "./bases.js";
import { startFastestEngine } from "./engines.js";
import { describeForm } from "./form.js";
import { filesOfKept } from "./kept-runs.js";
import { resumeKept, trainHeadKept, trainKept } from "./kept-training.js";
import { modelsFor } from "./models.js";
import { type OpenRun, openRun, summarizeRun } from "./open-run.js";
import { compareImages } from "./test-images.js";
import { verdictOn } from "./verdict.js";

enableProdMode();

/** Models are built and kept in plain memory; an engine that wants another backend chooses it itself. */
const keepInMemory = () => setBackend("cpu");

export const room = {
  async modelsFor(data: Dataset<LabeledImages>) {
    await keepInMemory();
    return modelsFor({ id: data.id, ...factsOf(data) });
  },
  describeForm: (preset: string, data: Dataset<LabeledImages>, typed: Typed) =>
    describeForm(preset, { id: data.id, ...factsOf(data) }, typed),
  async train(...task: Parameters<typeof trainKept>) {
    await keepInMemory();
    return trainKept(...task);
  },
  async trainHead(...task: Parameters<typeof trainHeadKept>) {
    await keepInMemory();
    return trainHeadKept(...task);
  },
  listBases,
  async prepareBase(...task: Parameters<typeof prepareBase>) {
    await keepInMemory();
    return prepareBase(...task);
  },
  async resume(...task: Parameters<typeof resumeKept>) {
    await keepInMemory();
    return resumeKept(...task);
  },
  async openKept(name: string): Promise<OpenRun> {
    await keepInMemory();
    return openRun(memoryPlace(name, await filesOfKept(name)));
  },
  async openZip(name: string, zip: Uint8Array): Promise<OpenRun> {
    await keepInMemory();
    return openRun(zipPlace(name, zip));
  },
  async verdictOn(...task: Parameters<typeof verdictOn>) {
    await keepInMemory();
    return verdictOn(...task);
  },
  /** What a training and a test load when they are first asked for. */
  async prefetch() {
    await Promise.all([startFastestEngine(), import("@imgcls/evaluation")]);
  },
  compareImages,
  dataOfCard,
  summarizeRun,
  zipOf,
};

export type EngineRoom = typeof room;
export type { OpenRun };
