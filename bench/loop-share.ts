/**
 * What the training loop takes beside the engine's steps: `fit` of cifar10-tutorial at batch 32 with the callbacks, metrics
 * and schedule of a usual recipe against bare steps on the same batches, in turns. Prints the medians over the rounds.
 *
 *     tsx --conditions=imgcls-source bench/loop-share.ts [--rounds 9] [--steps 1407]
 *
 * The time of fit is that of an epoch with all that happens in it and at its end, but without validation. It has as many steps
 * as CIFAR-10's 45,000 images make that are not set apart for validation: they share what the end of an epoch takes, in which
 * the best weights are read and saved. Of both the first steps are left out.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { buildModel, getPreset } from "@imgcls/architectures";
import { batches, createLabeledImages, take } from "@imgcls/datasets";
import {
  type Batch,
  checkpointing,
  csvLogger,
  earlyStopping,
  fit,
  history,
  modelCheckpoint,
  onnxEngine,
  openFolder,
  progressLine,
  terminateOnNaN,
} from "@imgcls/training";
import { enableProdMode } from "@tensorflow/tfjs";
import { aroundSteps } from "./around-steps.ts";
import { extentOf, median } from "./cases.ts";
import { randomImages } from "./measure.ts";

const MODEL = "cifar10-tutorial";
const BATCH_SIZE = 32;
const WARM_UP_STEPS = 30;

enableProdMode();
const { rounds, steps } = parseArgs({
  options: { rounds: { type: "string", default: "9" }, steps: { type: "string", default: "1407" } },
}).values;

const preset = getPreset(MODEL);
const { optimizer, loss } = preset.training;
const plan = { optimizer, loss, preprocessing: preset.preprocessing };
const { inputShape, classes } = extentOf(MODEL);
const set = createLabeledImages({
  ...randomImages(MODEL, BATCH_SIZE * (WARM_UP_STEPS + Number(steps))),
  shape: inputShape,
  classNames: Array.from({ length: classes }, (_, index) => String(index)),
});
const train = batches(set, { batchSize: BATCH_SIZE, seed: 1 });
const validation = batches(take(set, BATCH_SIZE), { batchSize: BATCH_SIZE, shuffle: false });

/** Milliseconds a step through `fit`, and those of them within the engine. */
async function throughFit(): Promise<{ all: number; engine: number }> {
  const directory = await mkdtemp(join(tmpdir(), "imgcls-loop-"));
  const folder = openFolder(directory);
  let begun = 0;
  let inside = 0;
  let elapsed = 0;
  const timed = aroundSteps(onnxEngine(), (takeStep) => async (batch, at) => {
    if (at.step === WARM_UP_STEPS) {
      begun = performance.now();
      inside = 0;
    }
    const start = performance.now();
    const result = await takeStep(batch, at);
    inside += performance.now() - start;
    return result;
  });
  try {
    await fit(buildModel(preset, { seed: 1 }), {
      ...plan,
      train,
      validation,
      epochs: 1,
      seed: 1,
      schedule: { type: "cosine", warmup: { epochs: 0.1 } },
      metrics: ["top_5_accuracy", "f1_macro"],
      engine: timed,
      callbacks: [
        terminateOnNaN(),
        history(),
        earlyStopping({ patience: 3, restoreBestWeights: true }),
        modelCheckpoint({ filepath: "best", saveBestOnly: true, folder }),
        csvLogger({ filename: "log.csv", folder }),
        progressLine({ stream: { write: () => true, isTTY: true } }),
        checkpointing({ save: () => undefined, everySeconds: 20 }),
        {
          name: "stopwatch",
          onEpochEnd({ row: { seconds, images_per_second } }) {
            const validating = 1000 * (seconds - set.length / images_per_second);
            elapsed = performance.now() - begun - validating;
          },
        },
      ],
    });
  } finally {
    await rm(directory, { recursive: true });
  }
  return { all: elapsed / Number(steps), engine: inside / Number(steps) };
}

/** Milliseconds a step of the engine's session alone, on batches that are there. */
async function bare(prepared: readonly Batch[]): Promise<number> {
  const session = await onnxEngine().createSession(buildModel(preset, { seed: 1 }), {
    ...plan,
    batchSize: BATCH_SIZE,
    seed: 1,
  });
  let begun = 0;
  for (const [step, batch] of prepared.entries()) {
    if (step === WARM_UP_STEPS) begun = performance.now();
    await session.trainStep(batch, { learningRate: optimizer.learningRate, step });
  }
  const elapsed = performance.now() - begun;
  await session.dispose();
  return elapsed / Number(steps);
}

const prepared: Batch[] = [];
for await (const batch of train.epoch(1)) {
  prepared.push({ ...batch, images: batch.images.slice(), labels: batch.labels.slice() });
}

await throughFit();
const measured: { all: number; engine: number; bare: number }[] = [];
for (let round = 0; round < Number(rounds); round++) {
  measured.push({ ...(await throughFit()), bare: await bare(prepared) });
}
train.dispose();

const of = (value: (round: (typeof measured)[number]) => number): number => median(measured.map(value));
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
console.log(
  `a step through fit: ${of(({ all }) => all).toFixed(3)} ms, a bare one: ${of((r) => r.bare).toFixed(3)} ms`,
);
console.log(
  `more than bare steps, median of rounds: ${percent(of(({ all, bare: alone }) => all / alone - 1))}`,
);
console.log(`of fit outside the engine's steps: ${percent(of(({ all, engine }) => 1 - engine / all))}`);
