/**
 * What a checkpoint costs a training that goes on: ResNet-50 (25.6 million parameters, SGD with momentum: twice as many
 * numbers) on small images, saved to disk in the middle of an epoch, as `checkpointing` does. Prints the medians.
 *
 *     tsx --conditions=imgcls-source bench/checkpoint.ts [--saves 7] [--folder DIR] [--model resnet50]
 *
 * The loop waits between the end of one step and the begin of the next: for the pieces of a save that are done on its thread.
 * The work is what steps and waits during a save take longer together than so many quiet ones: it has what the system's threads
 * take from the processor, too. What the disk takes is in the time of a save alone.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { buildModel, getPreset } from "@imgcls/architectures";
import { type Callback, fit, onnxEngine, openFolder, saveCheckpoint } from "@imgcls/training";
import { enableProdMode } from "@tensorflow/tfjs";
import { aroundSteps } from "./around-steps.ts";
import { median } from "./cases.ts";

const BATCH_SIZE = 1;
const SIDE = 32;
const CLASSES = 1000;
const WARM_UP_STEPS = 3;
/** Between the end of a save and the next. */
const QUIET_STEPS = 5;

enableProdMode();
const {
  saves,
  folder,
  model: name,
} = parseArgs({
  options: {
    saves: { type: "string", default: "7" },
    folder: { type: "string", default: tmpdir() },
    model: { type: "string", default: "resnet50" },
  },
}).values;

const preset = getPreset(name);
const model = buildModel(preset, { inputShape: [SIDE, SIDE, 3], classes: CLASSES, seed: 1 });
const batch = {
  images: Uint8Array.from({ length: BATCH_SIZE * SIDE * SIDE * 3 }, (_, i) => (i * 89) % 256),
  labels: new Int32Array(BATCH_SIZE),
  size: BATCH_SIZE,
};
/** Longer than there is time for: the stopwatch ends it. */
const train = {
  batchSize: BATCH_SIZE,
  size: 100_000 * BATCH_SIZE,
  batchesPerEpoch: 100_000,
  shape: [SIDE, SIDE, 3] as const,
  async *epoch() {
    for (;;) yield batch;
  },
};

interface Save {
  /** Milliseconds from the request until the file has its name. */
  total: number;
  /** From the end of one step to the end of the next while it was saved. */
  readonly during: number[];
  /** From the end of one step to the begin of the next. */
  readonly waits: number[];
}

const directory = await mkdtemp(join(folder, "imgcls-checkpoint-"));
const place = openFolder(directory);
const measured: Save[] = [];
const quiet: number[] = [];
let current: Save | undefined;
let last = 0;
let quietSince = 0;
let stepEnded = 0;

const timed = aroundSteps(onnxEngine(), (takeStep) => async (images, at) => {
  current?.waits.push(performance.now() - stepEnded);
  const result = await takeStep(images, at);
  stepEnded = performance.now();
  return result;
});

const stopwatch: Callback = {
  name: "stopwatch",
  onBatchEnd({ batch: number }, run) {
    const now = performance.now();
    if (number > WARM_UP_STEPS) (current?.during ?? quiet).push(now - last);
    last = now;
    if (current !== undefined && current.total > 0) {
      measured.push(current);
      current = undefined;
      quietSince = number;
    }
    if (measured.length === Number(saves)) run.stop("measured");
    if (current !== undefined || number < WARM_UP_STEPS + QUIET_STEPS + quietSince) return;
    const save: Save = { total: 0, during: [], waits: [] };
    current = save;
    const begun = performance.now();
    run.requestSnapshot(async (read) => {
      await saveCheckpoint(place, await read());
      save.total = performance.now() - begun;
    });
  },
};

try {
  await fit(model, {
    train,
    epochs: 1,
    optimizer: { type: "sgd", learningRate: 0.0001, momentum: 0.9 },
    loss: preset.training.loss,
    preprocessing: preset.preprocessing,
    engine: timed,
    seed: 1,
    callbacks: [stopwatch],
  });
} finally {
  await rm(directory, { recursive: true });
}

const step = median(quiet);
const of = (value: (save: Save) => number): string => median(measured.map(value)).toFixed(0);
const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);
console.log(`a step: ${step.toFixed(0)} ms; ${measured.length} saves of ${model.countParams()} parameters`);
console.log(`a save in all: ${of(({ total }) => total)} ms, ${of(({ during }) => during.length)} steps`);
console.log(`its work: ${of(({ during }) => sum(during) - during.length * step)} ms`);
console.log(`the loop's longest wait: ${of(({ waits }) => Math.max(...waits))} ms`);
console.log(`the longest step: ${of(({ during }) => Math.max(...during))} ms`);
