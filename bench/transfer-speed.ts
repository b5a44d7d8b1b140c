/**
 * How quickly photographs become features, and a folder of them an evaluated classifier.
 *
 *     npx tsx --conditions=imgcls-source bench/transfer-speed.ts [--weights FILE] [--photographs 200]
 *
 * The photographs are drawn: JPEG files of 500×375 pixels with soft shapes and some noise, about 60 kB each, two classes of equal
 * size. What is timed begins with the start of the process that is named, so loading the program counts.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { featureExtractor } from "@imgcls/architectures";
import { imageFolder, random } from "@imgcls/datasets";
import {
  evaluateRun,
  folderPlace,
  loadPretrained,
  openFeatures,
  trainRun,
  transferDraft,
} from "@imgcls/runs";
import sharp from "sharp";

const { values: args } = parseArgs({
  options: {
    weights: { type: "string", default: "../shared/data/weights/tf_efficientnet_lite0.in1k.safetensors" },
    photographs: { type: "string", default: "200" },
  },
});
const BASE = "efficientnet-lite0";
const [WIDTH, HEIGHT] = [500, 375];
const loaded = performance.now() / 1000;

const folder = mkdtempSync(join(tmpdir(), "imgcls-transfer-"));
process.env.IMGCLS_CACHE_DIR = join(folder, "cache");
try {
  await drawPhotographs(Number(args.photographs));
  await filesToFeatures();
  for (const name of ["cold", "with cached features"]) await folderToClassifier(name);
} finally {
  rmSync(folder, { recursive: true });
}

async function drawPhotographs(count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    const label = i % 2 === 0 ? "round" : "square";
    mkdirSync(join(folder, "photographs", label), { recursive: true });
    const file = join(folder, "photographs", label, `${i}.jpg`);
    writeFileSync(file, await photograph(i, label));
  }
}

async function photograph(index: number, label: string): Promise<Buffer> {
  const draw = random(index, "photograph");
  const colour = () => `hsl(${draw.integer(360)} 60% ${30 + draw.integer(40)}%)`;
  const shapes = Array.from({ length: 12 }, () => {
    const [x, y, size] = [draw.integer(WIDTH), draw.integer(HEIGHT), 20 + draw.integer(100)];
    return label === "round"
      ? `<circle cx="${x}" cy="${y}" r="${size / 2}" fill="${colour()}"/>`
      : `<rect x="${x}" y="${y}" width="${size}" height="${size}" fill="${colour()}"/>`;
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}"><rect width="100%" height="100%" fill="${colour()}"/>${shapes.join("")}</svg>`;
  const pixels = await sharp(Buffer.from(svg)).blur(1.5).removeAlpha().raw().toBuffer();
  for (let i = 0; i < pixels.length; i++) {
    pixels[i] = Math.max(0, Math.min(255, pixels[i]! + draw.integer(25) - 12));
  }
  return sharp(pixels, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } })
    .jpeg({ quality: 90 })
    .toBuffer();
}

/** The base is loaded and its graph compiled; then all files, decoding included. */
async function filesToFeatures(): Promise<void> {
  const { model, facts } = await loadPretrained(BASE, { weights: args.weights });
  const base = { model: featureExtractor(model), preprocessing: facts.preprocessing };
  const features = await openFeatures(base, { cache: "none" });
  const open = () =>
    imageFolder(join(folder, "photographs"), {
      shape: [facts.size, facts.size, 3],
      fit: "cover",
      testFraction: 0,
      memoryCache: 0,
    });
  await features.features((await open()).train);
  const { train } = await open();
  const begun = performance.now();
  await features.features(train);
  const seconds = (performance.now() - begun) / 1000;
  await features.dispose();
  console.log(
    JSON.stringify({
      what: "files to features",
      images: train.length,
      seconds,
      aSecond: train.length / seconds,
    }),
  );
}

async function folderToClassifier(what: string): Promise<void> {
  const begun = performance.now();
  const place = folderPlace(join(folder, what));
  const dataset = `folder:${join(folder, "photographs")}`;
  const run = await trainRun(transferDraft({ dataset, base: BASE, weights: args.weights }), place);
  const { evaluation } = await evaluateRun(place);
  const seconds = (performance.now() - begun) / 1000;
  console.log(
    JSON.stringify({
      what: `folder to an evaluated classifier, ${what}`,
      seconds,
      loadingTheProgram: loaded,
      crossValidated: run.card.head?.crossValidation?.accuracy,
      accuracy: evaluation.accuracy,
    }),
  );
}
