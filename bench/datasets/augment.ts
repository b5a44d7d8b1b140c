/**
 * Augmentation of 32×32×3 images: ours on one thread, ours through `batches` with its default workers, and
 * torchvision's per-image transforms through a DataLoader with two. Prints a table.
 *
 *     npm run bench:augment
 *     tsx bench/datasets/augment.ts [IMAGES]
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

const count = Number(process.argv[2] ?? 20_000);
const shape = [32, 32, 3] as const;
const noise = random(1, "bench");
const data = createLabeledImages({
  images: Uint8Array.from({ length: count * 3072 }, () => noise.integer(256)),
  labels: Int32Array.from({ length: count }, (_, i) => i % 10),
  shape,
  classNames: Array.from({ length: 10 }, (_, i) => String(i)),
});

/** Images a second in the second of two rounds, when everything is compiled. */
async function perSecond(round: (epoch: number) => Promise<void> | void): Promise<number> {
  await round(1);
  const start = performance.now();
  await round(2);
  return count / ((performance.now() - start) / 1e3);
}

function oneThread(augment: readonly Augmentation[]): Promise<number> {
  const augmenter = createAugmenter(augment, shape);
  const out = new Uint8Array(3072);
  return perSecond((epoch) => {
    const stream = random(1, epoch);
    for (let index = 0; index < count; index++) {
      augmenter.apply(data.images.subarray(index * 3072, (index + 1) * 3072), out, {
        random: stream,
        seed: 1,
        epoch,
        index,
      });
    }
  });
}

async function throughBatches(augment: readonly Augmentation[]): Promise<number> {
  const made = batches(data, { batchSize: BATCH_SIZE, augment });
  const speed = await perSecond(async (epoch) => {
    for await (const _ of made.epoch(epoch));
  });
  made.dispose();
  return speed;
}

async function torchvision(): Promise<ReadonlyMap<string, number>> {
  const script = join(import.meta.dirname, "torchvision_augment.py");
  if (!existsSync(PYTHON)) return new Map();
  const { stdout } = await promisify(execFile)(PYTHON, [script, String(count), "2"]);
  const rows = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { case: string; imagesPerSecond: number });
  return new Map(rows.map((row) => [row.case, row.imagesPerSecond]));
}

const peer = await torchvision();
console.log("| 32×32×3, images/s | one thread | batches | torchvision, 2 workers | batches / torchvision |");
console.log("|---|---|---|---|---|");
for (const [name, text] of Object.entries(CASES)) {
  const augment = parseAugmentations(text);
  const [alone, batched] = [await oneThread(augment), await throughBatches(augment)];
  const other = peer.get(name);
  const ratio = other === undefined ? "" : (batched / other).toFixed(1);
  const cells = [alone, batched, other].map((value) =>
    value === undefined ? "" : String(Math.round(value)),
  );
  console.log(`| ${[name, ...cells, ratio].join(" | ")} |`);
}
