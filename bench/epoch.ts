/**
 * A whole epoch of mnist-cnn at batch 32 through `fit` (shuffling, batching, steps, metrics) against the sum of
 * its steps, with the time to load the data and to compile. Prints one JSON line of figures.
 *
 *     tsx bench/epoch.ts DIR_WITH_MNIST
 */
import { buildModel, getPreset } from "@imgcls/architectures";
import { batches, loadDataset } from "@imgcls/datasets";
import { compileTrainingStep } from "@imgcls/onnx";
import { fit, onnxEngine } from "@imgcls/training";
import * as tf from "@tensorflow/tfjs";
import { aroundSteps } from "./around-steps.ts";
import { median } from "./cases.ts";

const BATCH_SIZE = 32;
tf.enableProdMode();

const loadStart = performance.now();
const { train } = await loadDataset("mnist", { dataDir: process.argv[2]! });
const loadSeconds = (performance.now() - loadStart) / 1e3;

const preset = getPreset("mnist-cnn");
const { optimizer, loss } = preset.training;
const plan = { optimizer, loss, preprocessing: preset.preprocessing };
const model = buildModel(preset);

const compileStart = performance.now();
compileTrainingStep(model, { batchSize: BATCH_SIZE, ...plan });
const compileMilliseconds = performance.now() - compileStart;

/** The engine under `fit`, with a stopwatch around each step. */
const stepMilliseconds: number[] = [];
const timed = aroundSteps(onnxEngine(), (takeStep) => async (...step) => {
  const start = performance.now();
  const result = await takeStep(...step);
  stepMilliseconds.push(performance.now() - start);
  return result;
});

const source = batches(train, { batchSize: BATCH_SIZE, seed: 1 });
const epochSeconds: number[] = [];
const { history } = await fit(model, {
  ...plan,
  train: source,
  epochs: 3,
  engine: timed,
  seed: 1,
});
epochSeconds.push(...history.map(({ seconds }) => seconds));
const stepSeconds = (median(stepMilliseconds) * source.batchesPerEpoch) / 1e3;

console.log(
  JSON.stringify([
    { what: "load MNIST from its gzip files", value: loadSeconds, unit: "s" },
    { what: "compile the training step of mnist-cnn", value: compileMilliseconds, unit: "ms" },
    { what: "one MNIST epoch at batch 32 through fit, median", value: median(epochSeconds), unit: "s" },
    {
      what: "the same epoch against its steps (median step × steps)",
      value: median(epochSeconds) / stepSeconds,
      unit: "×",
    },
    { what: "peak memory of that process", value: process.resourceUsage().maxRSS / 1024, unit: "MB" },
  ]),
);
