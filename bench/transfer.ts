/**
 * How good a classifier is that was made of few images with a network that others have trained: CIFAR-10's images at 224×224,
 * on the draws of the reference (`../shared/data/weights/README.md`), through the packages' own calls.
 *
 *     node ../shared/data/unpack.mjs /tmp/cifar           # once, from a folder that has sharp
 *     npx tsx --conditions=imgcls-source bench/transfer.ts --cifar /tmp/cifar [--draws 0,1,2,3,4] [--per-class 20,100]
 *         [--flips] [--unknown] [--fine-tune] [--set path=value …]
 *
 * Features are kept in the cache: a second run takes seconds.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { featureExtractor } from "@imgcls/architectures";
import {
  type Dataset,
  type ImageSet,
  type LabeledImages,
  loadDataset,
  select,
  toMemory,
} from "@imgcls/datasets";
import {
  memoryPlace,
  openFeatures,
  type RecipeDraft,
  type RunEvent,
  type TrainedRun,
  trainRun,
  transferDraft,
  withValues,
} from "@imgcls/runs";
import { energy, linearLogits, uncertainty } from "@imgcls/transfer";
import { areaUnderCurve, noise, SIDE, upscaled } from "./transfer-images.ts";

const { values: args } = parseArgs({
  options: {
    cifar: { type: "string" },
    shared: { type: "string", default: "../shared/data" },
    draws: { type: "string", default: "0,1,2,3,4" },
    "per-class": { type: "string", default: "20,100" },
    flips: { type: "boolean", default: false },
    unknown: { type: "boolean", default: false },
    "fine-tune": { type: "boolean", default: false },
    set: { type: "string", multiple: true, default: [] },
  },
});
const numbers = (text: string) => text.split(",").map(Number);
const WEIGHTS = join(args.shared, "weights/tf_efficientnet_lite0.in1k.safetensors");
const reference = join(args.shared, "weights/reference/cifar10-draws.json");
const chosen: { draws: number[][]; test: number[] } = JSON.parse(readFileSync(reference, "utf8"));

const cifar = await loadDataset("cifar10", { dataDir: args.cifar! });
const test = upscaled(select(cifar.test, chosen.test));

/** The first of each class, in the reference's order. */
const drawn = (draw: number, perClass: number): number[] =>
  chosen.draws[draw]!.filter((_, i) => i % 100 < perClass);

async function trained(draw: number, perClass: number, fineTune: boolean): Promise<TrainedRun> {
  const images = upscaled(select(cifar.train, drawn(draw, perClass)));
  const train = fineTune ? await toMemory(images) : images;
  const data: Dataset = { id: "cifar10", shape: test.shape, classNames: cifar.classNames, train, test };
  const draft: RecipeDraft = {
    ...transferDraft({ dataset: "cifar10", base: "efficientnet-lite0", weights: WEIGHTS, fineTune }),
    head: { type: "logisticRegression", flips: args.flips },
  };
  const begun = performance.now();
  const run = await trainRun(withValues(draft, args.set), memoryPlace(), {
    data,
    callbacks: [{ name: "log", onEpochEnd: ({ row }) => console.error(JSON.stringify(row)) }],
    onEvent: (event) => event.type === "head" && report(event, draw, perClass),
  });
  const seconds = (performance.now() - begun) / 1000;
  console.log(
    JSON.stringify({ draw, perClass, fineTune, accuracy: run.test!.accuracy, loss: run.test!.loss, seconds }),
  );
  return run;
}

function report({ head }: Extract<RunEvent, { type: "head" }>, draw: number, perClass: number): void {
  const { strength, crossValidation } = head;
  console.error(JSON.stringify({ draw, perClass, strength, ...crossValidation }));
}

/** Area under the ROC curve of "is none of the ten classes", by both scores. */
async function unknowns({ model, card }: TrainedRun, others: ReadonlyMap<string, ImageSet>): Promise<void> {
  const computer = await openFeatures({
    model: featureExtractor(model),
    preprocessing: card.preprocessing,
  });
  const [kernel, bias] = model.layers
    .at(-1)!
    .getWeights()
    .map((tensor) => tensor.dataSync() as Float32Array);
  const classes = bias!.length;
  const scoresOf = async (images: ImageSet) => {
    const logits = linearLogits(await computer.features(images), { kernel: kernel!, bias: bias! });
    return { energy: energy(logits, classes), softmax: uncertainty(logits, classes) };
  };
  const known = await scoresOf(test);
  for (const [name, images] of others) {
    const other = await scoresOf(images);
    const area = (score: "energy" | "softmax") => areaUnderCurve(known[score], other[score]);
    console.log(JSON.stringify({ unknown: name, energy: area("energy"), softmax: area("softmax") }));
  }
  await computer.dispose();
}

async function othersThanCifar10(): Promise<ReadonlyMap<string, ImageSet>> {
  const hundred = await loadDataset("cifar100", { dataDir: args.cifar! });
  const left = ["bus", "pickup_truck"].map((name) => hundred.classNames.indexOf(name));
  const digits = await loadDataset("mnist", { dataDir: join(args.shared, "mnist") });
  return new Map<string, ImageSet>([
    ["CIFAR-100", upscaled(select(hundred.test, firstOfEach(hundred.test, 20, left)))],
    [
      "digits",
      upscaled(
        inColour(
          select(
            digits.test,
            Array.from({ length: 500 }, (_, i) => i),
          ),
        ),
      ),
    ],
    ["noise, as small as the images are", upscaled(noise(300, 32))],
    ["noise of every pixel", noise(300, SIDE)],
  ]);
}

function firstOfEach({ labels }: LabeledImages, count: number, without: readonly number[]): number[] {
  const seen = new Map<number, number>();
  return [...labels.keys()].filter((i) => {
    const label = labels[i]!;
    seen.set(label, (seen.get(label) ?? 0) + 1);
    return !without.includes(label) && seen.get(label)! <= count;
  });
}

const inColour = (grey: LabeledImages): LabeledImages => ({
  ...grey,
  shape: [grey.shape[0], grey.shape[1], 3],
  images: Uint8Array.from({ length: 3 * grey.images.length }, (_, i) => grey.images[Math.floor(i / 3)]!),
});

const others = args.unknown ? await othersThanCifar10() : new Map<string, ImageSet>();
for (const perClass of numbers(args["per-class"])) {
  const accuracies: number[] = [];
  for (const draw of numbers(args.draws)) {
    const run = await trained(draw, perClass, args["fine-tune"]);
    accuracies.push(run.test!.accuracy);
    if (others.size > 0) await unknowns(run, others);
    run.model.dispose();
  }
  const mean = accuracies.reduce((sum, value) => sum + value, 0) / accuracies.length;
  console.log(
    `${perClass} a class: ${accuracies.map((value) => value.toFixed(4)).join(" ")}, mean ${mean.toFixed(4)}`,
  );
}
