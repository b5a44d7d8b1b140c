/**
 * Trains airbench94 on CIFAR-10 on the CPU, with the recipe of its paper as far as `fit` has
 * its parts: whitened patches, Nesterov momentum, label smoothing, fast biases of the normalizations, a rate that rises
 * and falls in straight lines; predictions are the mean over an image and its mirror image. Different here: batches of 512
 * instead of 1,024, the rate's peak after 0.2 instead of 0.23 of the steps, the whitening's bias learns to the end, flips
 * are random, and there is no Lookahead and no shifted view. Its results are in docs/results.md.
 *
 *     tsx bench/airbench94.ts DIR_WITH_CIFAR_10 [EPOCHS] [SEED]
 *
 * Jordan, 2024: 94% on CIFAR-10 in 3.29 Seconds on a Single GPU, arXiv 2404.00498.
 */
import { createModel, getPreset, whitenFirstLayer } from "@imgcls/architectures";
import { batches, loadDataset } from "@imgcls/datasets";
import { evaluate } from "@imgcls/evaluation";
import { fit, onnxEngine, predictProbabilities, progressLine } from "@imgcls/training";
import * as tf from "@tensorflow/tfjs";

const [dataDir, epochsGiven, seedGiven] = process.argv.slice(2);
if (dataDir === undefined)
  throw new Error("usage: tsx bench/airbench94.ts DIR_WITH_CIFAR_10 [EPOCHS] [SEED]");
const epochs = Number(epochsGiven ?? 10);
const seed = Number(seedGiven ?? 1);
const BATCH_SIZE = 512;
const MOMENTUM = 0.85;
const SHAPE = [32, 32, 3] as const;
/** How much faster biases of normalizations learn. */
const BIAS_FACTOR = 64;

/** The paper counts rate and decay by 1,024 examples and by the whole effect of a step, momentum included. */
const PER_STEP = BATCH_SIZE / (1024 * (1 + 1 / (1 - MOMENTUM)));
const PEAK_RATE = 11.5 * PER_STEP;
/** Its decay is part of the gradient, so momentum enlarges it; ours is not. */
const WEIGHT_DECAY = (0.0153 * PER_STEP) / PEAK_RATE / (1 - MOMENTUM);

tf.enableProdMode();
const preset = getPreset("airbench94");
const { preprocessing } = preset;
const loss = { type: "sparseCategoricalCrossentropy", fromLogits: true, labelSmoothing: 0.2 } as const;
const { train, test } = await loadDataset("cifar10", { dataDir });
const model = createModel("airbench94", { inputShape: SHAPE, classes: 10, seed });

const WHITENED = 5000;
const { scale, mean: center = [0, 0, 0], std = [1, 1, 1] } = preprocessing;
const prepared = Float32Array.from(
  train.images.subarray(0, WHITENED * 32 * 32 * 3),
  (pixel, i) => (pixel * scale - center[i % 3]!) / std[i % 3]!,
);
whitenFirstLayer(model, prepared, [WHITENED, ...SHAPE]);

const source = batches(train, {
  batchSize: BATCH_SIZE,
  seed,
  augment: [
    { type: "RandomHorizontalFlip" },
    { type: "RandomCrop", size: 32, padding: 2, paddingMode: "reflect" },
  ],
});

/** From a fifth of the peak up to it in the first fifth of the steps, then down to 0.07 of it. */
const schedule = {
  type: "piecewise",
  points: [
    [0, 0.2],
    [0.2 * epochs, 1],
    [epochs, 0.07],
  ],
  interpolation: "linear",
} as const;

const engine = onnxEngine();
const { history } = await fit(model, {
  train: source,
  epochs,
  optimizer: {
    type: "sgd",
    learningRate: PEAK_RATE,
    momentum: MOMENTUM,
    nesterov: true,
    weightDecay: WEIGHT_DECAY,
    groups: [
      {
        match: "*norm*",
        learningRateMultiplier: BIAS_FACTOR,
        weightDecay: WEIGHT_DECAY / BIAS_FACTOR,
      },
    ],
  },
  schedule,
  loss,
  preprocessing,
  engine,
  callbacks: [progressLine({ stream: process.stderr })],
  seed,
});

const { images, labels } = test;
const [straight, mirror] = [await probabilitiesOf(images), await probabilitiesOf(mirrored(images))];
const mean = straight.map((value, i) => (value + mirror[i]!) / 2);
console.log(
  JSON.stringify({
    seed,
    epochs,
    seconds: Math.round(history.reduce((sum, row) => sum + row.seconds, 0)),
    accuracy: accuracyOf(straight),
    withMirrorImages: accuracyOf(mean),
  }),
);

function probabilitiesOf(views: Uint8Array): Promise<Float32Array> {
  const size = labels.length;
  return predictProbabilities(model, views, { size, shape: SHAPE, preprocessing, loss, engine });
}

function accuracyOf(probabilities: Float32Array): number {
  return evaluate({ probabilities, labels, classNames: test.classNames }).accuracy;
}

function mirrored(views: Uint8Array): Uint8Array {
  const [, width, channels] = SHAPE;
  const result = new Uint8Array(views.length);
  for (let pixel = 0; pixel < views.length / channels; pixel++) {
    const x = pixel % width;
    const from = (pixel - x + (width - 1 - x)) * channels;
    result.set(views.subarray(from, from + channels), pixel * channels);
  }
  return result;
}
