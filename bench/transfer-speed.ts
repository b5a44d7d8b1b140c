/**
 * How quickly photographs become features, and a folder of them an evaluated classifier.
 *
 *     npx tsx --conditions=imgcls-source bench/transfer-speed.ts [--weights FILE] [--photographs 200] [--python PYTHON]
 *
 * The photographs are drawn: JPEG files of 500×375 pixels with soft shapes and some noise, about 60 kB each, two classes of equal
 * size. With a Python that has timm the same features come from there, too (transfer_speed.py). What is timed begins with the start of the process that is named, so loading the program counts.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { featureExtractor } from "@imgcls/architectures";
import { imageFolder } from "@imgcls/datasets";
import { folderPlace, loadPretrained, openFeatures, trainRun, transferDraft } from "@imgcls/runs";
import { photograph, SHAPES } from "./photograph.ts";

const { values: args } = parseArgs({
  options: {
    weights: { type: "string", default: "../shared/data/weights/tf_efficientnet_lite0.in1k.safetensors" },
    photographs: { type: "string", default: "200" },
    python: { type: "string" },
  },
});
const BASE = "efficientnet-lite0";
const WARM_UP = 64;
const loaded = performance.now() / 1000;

const folder = mkdtempSync(join(tmpdir(), "imgcls-transfer-"));
process.env.IMGCLS_CACHE_DIR = join(folder, "cache");
try {
  await drawPhotographs("photographs", 0, Number(args.photographs));
  await drawPhotographs("others", Number(args.photographs), WARM_UP);
  await filesToFeatures();
  if (args.python !== undefined) timmsFeatures(args.python);
  for (const name of ["cold", "with cached features"]) await folderToClassifier(name);
} finally {
  rmSync(folder, { recursive: true });
}

async function drawPhotographs(name: string, first: number, count: number): Promise<void> {
  for (let i = first; i < first + count; i++) {
    const label = SHAPES[i % 2]!;
    mkdirSync(join(folder, name, label), { recursive: true });
    const file = join(folder, name, label, `${i}.jpg`);
    writeFileSync(file, await photograph(i, label));
  }
}

/** The base is loaded and its graph compiled on other pictures, for equal ones are computed once; then all files, decoding included. */
async function filesToFeatures(): Promise<void> {
  const { model, facts } = await loadPretrained(BASE, { weights: args.weights });
  const base = { model: featureExtractor(model), preprocessing: facts.preprocessing };
  const features = await openFeatures(base, { cache: "none" });
  const open = (name: string) =>
    imageFolder(join(folder, name), {
      shape: [facts.size, facts.size, 3],
      fit: "cover",
      testFraction: 0,
      memoryCache: 0,
    });
  await features.features((await open("others")).train);
  const { train } = await open("photographs");
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

function timmsFeatures(python: string): void {
  const script = join(import.meta.dirname, "transfer_speed.py");
  const folders = ["photographs", "others"].map((name) => join(folder, name));
  const found = execFileSync(python, [script, ...folders, args.weights], { encoding: "utf8" });
  console.log(JSON.stringify({ what: "timm's features, images a second", ...JSON.parse(found) }));
}

/** From the files to a run on disk that has been tested. */
async function folderToClassifier(what: string): Promise<void> {
  const begun = performance.now();
  const place = folderPlace(join(folder, what));
  const dataset = `folder:${join(folder, "photographs")}`;
  const { card, test } = await trainRun(transferDraft({ dataset, base: BASE, weights: args.weights }), place);
  const seconds = (performance.now() - begun) / 1000;
  console.log(
    JSON.stringify({
      what: `folder to an evaluated classifier, ${what}`,
      seconds,
      loadingTheProgram: loaded,
      crossValidated: card.head?.crossValidation?.accuracy,
      accuracy: test?.accuracy,
    }),
  );
}
