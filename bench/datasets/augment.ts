/**
 * Augmentation of 32×32×3 images: ours on one thread, ours through `batches` with one worker (the default)
 * and with two, and torchvision's per-image transforms through a DataLoader with two. Prints a table.
 *
 *     tsx bench/datasets/augment.ts
 */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import {
  type Augmentation,
  batches,
  createAugmenter,
  createLabeledImages,
  parseAugmentations,
  random,
} from "@imgcls/datasets";

/** The same as in torchvision_augment.py. */
const CASES: Readonly<Record<string, string>> = {
  "flip + padded crop": "RandomCrop(32, padding=4), RandomHorizontalFlip",
  RandAugment: "RandAugment",
  TrivialAugmentWide: "TrivialAugmentWide",
  AutoAugment: "AutoAugment('cifar10')",
  ColorJitter: "ColorJitter(0.4, 0.4, 0.4, 0.1)",
  RandomAffine: "RandomAffine(15, (0.1, 0.1), (0.9, 1.1), 5)",
  "RandomAffine, bilinear": "RandomAffine(15, (0.1, 0.1), (0.9, 1.1), 5, 'bilinear')",
  RandomResizedCrop: "RandomResizedCrop(32)",
  RandomPerspective: "RandomPerspective(p=1)",
  GaussianBlur: "GaussianBlur(5)",
  ElasticTransform: "ElasticTransform",
};
const PYTHON = "/usr/bin/python3";
const BATCH_SIZE = 128;

const IMAGES = 50_000;
const WARM_UP_SECONDS = 0.7;
const SECONDS = 1.5;

const shape = [32, 32, 3] as const;
const pixels = 32 * 32 * 3;
const noise = random(1, "bench");
const data = createLabeledImages({
  images: Uint8Array.from({ length: IMAGES * pixels }, () => noise.integer(256)),
  labels: Int32Array.from({ length: IMAGES }, (_, i) => i % 10),
  shape,
  classNames: Array.from({ length: 10 }, (_, i) => String(i)),
});

/** Images a second of a step that tells how many it made, after a warm-up. */
async function perSecond(step: () => Promise<number> | number): Promise<number> {
  const during = async (seconds: number): Promise<number> => {
    const start = performance.now();
    let images = 0;
    while (performance.now() - start < seconds * 1e3) images += await step();
    return (images / (performance.now() - start)) * 1e3;
  };
  await during(WARM_UP_SECONDS);
  return during(SECONDS);
}

function oneThread(augment: readonly Augmentation[]): Promise<number> {
  const augmenter = createAugmenter(augment, shape);
  const out = new Uint8Array(pixels);
  const stream = random(1);
  let index = 0;
  return perSecond(() => {
    for (let i = 0; i < BATCH_SIZE; i++) {
      index = (index + 1) % IMAGES;
      const image = data.images.subarray(index * pixels, (index + 1) * pixels);
      augmenter.apply(image, out, { random: stream, seed: 1, epoch: 1, index });
    }
    return BATCH_SIZE;
  });
}

async function throughBatches(augment: readonly Augmentation[], workers: number): Promise<number> {
  const made = batches(data, { batchSize: BATCH_SIZE, augment, workers });
  let epoch = 1;
  let iterator = made.epoch(epoch)[Symbol.asyncIterator]();
  const speed = await perSecond(async () => {
    const { value, done } = await iterator.next();
    if (!done) return value.size;
    epoch += 1;
    iterator = made.epoch(epoch)[Symbol.asyncIterator]();
    return 0;
  });
  made.dispose();
  return speed;
}

async function torchvision(): Promise<ReadonlyMap<string, number>> {
  const script = join(import.meta.dirname, "torchvision_augment.py");
  if (!existsSync(PYTHON)) return new Map();
  const { stdout } = await promisify(execFile)(PYTHON, [script, String(IMAGES), "2"]);
  const rows = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { case: string; imagesPerSecond: number });
  return new Map(rows.map((row) => [row.case, row.imagesPerSecond]));
}

const peer = await torchvision();
console.log(
  "| 32×32×3, images/s | one thread | 1 worker | 2 workers | torchvision, 2 workers | ratio, 2 workers |",
);
console.log("|---|---|---|---|---|---|");
for (const [name, text] of Object.entries(CASES)) {
  const augment = parseAugmentations(text);
  const ours = [await oneThread(augment), await throughBatches(augment, 1), await throughBatches(augment, 2)];
  const other = peer.get(name);
  const cells = [...ours, other].map((value) => (value === undefined ? "" : String(Math.round(value))));
  console.log(
    `| ${[name, ...cells, other === undefined ? "" : (ours[2]! / other).toFixed(1)].join(" | ")} |`,
  );
}
