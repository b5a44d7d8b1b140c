/**
 * Shuffled batches: gathered from memory, and augmented here or in workers while training steps run.
 *
 *     tsx bench/datasets/batches.ts
 */
import { buildModel, getPreset } from "@imgcls/architectures";
import { type Batches, type BatchesOptions, batches, createLabeledImages, random } from "@imgcls/datasets";
import { fit, onnxEngine } from "@imgcls/training";
import * as tf from "@tensorflow/tfjs";
import { median } from "../cases.ts";

const ROUNDS = 3;
const CROP_AND_FLIP: BatchesOptions["augment"] = [
  { type: "RandomCrop", size: 32, padding: 4 },
  { type: "RandomHorizontalFlip" },
];
/** Steps of the fastest network on CIFAR-10 are the hardest to hide behind. */
const FASTEST = "cifar10-tutorial";
const EPOCH_IMAGES = 8_192;
const TRAINING_ROUNDS = 5;

/** Noise: gathering does not depend on what is in the images. */
function noise(length: number, shape: readonly [number, number, number]) {
  const draw = random(1, "bench");
  const pixels = shape[0] * shape[1] * shape[2];
  const images = new Uint8Array(length * pixels);
  new Uint32Array(images.buffer).forEach((_, i, words) => {
    words[i] = draw.uint32();
  });
  return createLabeledImages({
    images,
    labels: Int32Array.from({ length }, () => draw.integer(10)),
    shape,
    classNames: Array.from({ length: 10 }, (_, i) => String(i)),
  });
}

/** Goes through an epoch as fast as it can. */
async function secondsOfEpoch(source: Batches, epoch: number): Promise<number> {
  const start = performance.now();
  for await (const _ of source.epoch(epoch));
  return (performance.now() - start) / 1e3;
}

async function medianSeconds(source: Batches): Promise<number> {
  await secondsOfEpoch(source, 1);
  const seconds: number[] = [];
  for (let round = 0; round < ROUNDS; round++) seconds.push(await secondsOfEpoch(source, round + 2));
  source.dispose();
  return median(seconds);
}

/** Time of the third epoch: an epoch of all of CIFAR-10 is longer than the two that warm up. */
async function secondsOfTraining(options: BatchesOptions): Promise<number> {
  const { training, preprocessing } = getPreset(FASTEST);
  const source = batches(few, { ...options, batchSize: 128, seed: 1 });
  const { history } = await fit(buildModel(FASTEST, { seed: 1 }), {
    optimizer: training.optimizer,
    loss: training.loss,
    preprocessing,
    train: source,
    epochs: 3,
    engine: onnxEngine(),
  });
  source.dispose();
  return history[2]!.seconds;
}

tf.enableProdMode();
const cifar = noise(50_000, [32, 32, 3]);
const mnist = noise(60_000, [28, 28, 1]);
const figures: { what: string; value: number; unit: string }[] = [];
const add = (what: string, value: number, unit: string) => {
  figures.push({ what, value, unit });
  console.error(`${what}: ${value.toFixed(2)} ${unit}`);
};

for (const [name, data, batchSize] of [
  ["CIFAR-10", cifar, 128],
  ["MNIST", mnist, 32],
] as const) {
  const seconds = await medianSeconds(batches(data, { batchSize }));
  add(`shuffled batches of ${batchSize} from ${name} in memory`, data.images.length / seconds / 1e9, "GB/s");
}
for (const workers of [0, 1, 2]) {
  const seconds = await medianSeconds(batches(cifar, { batchSize: 128, augment: CROP_AND_FLIP, workers }));
  add(`crop and flip, ${workers} workers`, cifar.length / seconds, "images/s");
}
const few = createLabeledImages({
  ...cifar,
  images: cifar.images.subarray(0, EPOCH_IMAGES * 3072),
  labels: cifar.labels.subarray(0, EPOCH_IMAGES),
});
const plans: Record<string, BatchesOptions> = { "no augmentation": {} };
for (const workers of [0, 1]) {
  plans[`crop and flip, ${workers} workers`] = { augment: CROP_AND_FLIP, workers };
  plans[`RandAugment, ${workers} workers`] = { augment: [{ type: "RandAugment" }], workers };
}
const seconds = new Map(Object.keys(plans).map((name) => [name, [] as number[]]));
// In alternation, so that whatever else the machine does hits all of them.
for (let round = 0; round < TRAINING_ROUNDS; round++) {
  for (const [name, options] of Object.entries(plans)) {
    seconds.get(name)!.push(await secondsOfTraining(options));
  }
}
const plain = median(seconds.get("no augmentation")!);
for (const [name, times] of seconds) add(`training ${FASTEST}: ${name}`, median(times) / plain, "×");
console.log(JSON.stringify(figures));
