/** What is marked on the doctor's page, and the training that goes on with it. */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createModel, pytorchTensors } from "@imgcls/architectures";
import { cacheFiles, loadDataset, random } from "@imgcls/datasets";
import { safetensorsFile } from "@imgcls/test-utils";
import { onnxEngine } from "@imgcls/training";
import { afterAll, expect, it, vi } from "vitest";
import {
  evaluateRun,
  examineData,
  findingsReport,
  fingerprintOfNames,
  loadData,
  memoryPlace,
  parseRelabelFile,
  type RecipeDraft,
  trainRun,
  transferDraft,
} from "../src/index.js";

const CLASSES = ["red", "green", "blue"];
const SIDE = 32;

const root = mkdtempSync(join(tmpdir(), "imgcls-relabel-"));
afterAll(() => rmSync(root, { recursive: true }));
const dataset = `folder:${join(root, "colours")}`;

/** Noise with more of one colour, as a file of netpbm. */
function writePicture(path: string, colour: string, seed: number): void {
  const draw = random(seed, path);
  const pixels = Uint8Array.from({ length: SIDE * SIDE * 3 }, (_, i) =>
    draw.integer(CLASSES[i % 3] === colour ? 256 : 160),
  );
  const file = join(root, "colours", path);
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(file, Buffer.concat([Buffer.from(`P6\n${SIDE} ${SIDE}\n255\n`), pixels]));
}

for (const [c, name] of CLASSES.entries()) {
  for (let i = 0; i < 12; i++) {
    // The first two of each class are of the next one.
    writePicture(`train/${name}/${i}.ppm`, CLASSES[(i < 2 ? c + 1 : c) % 3]!, i);
  }
  for (let i = 0; i < 4; i++) writePicture(`test/${name}/${i}.ppm`, name, 100 + i);
}
const planted = Object.fromEntries(
  CLASSES.flatMap((name, c) => [0, 1].map((i) => [`train/${name}/${i}.ppm`, CLASSES[(c + 1) % 3]!] as const)),
);

const draw = random(0, "weights");
const weights = safetensorsFile(
  pytorchTensors(createModel("resnet20", { classes: 1000, initialWeights: "zeros" })),
  (_, tensor) => (/var|bn\d?\.weight/.test(tensor) ? 0.5 + draw.uniform() : 0.2 * draw.normal()),
);

it("goes on with labels that were put right, from features that are cached", async () => {
  vi.stubEnv("IMGCLS_CACHE_DIR", join(root, "cache"));
  const featureCache = cacheFiles("features");
  vi.unstubAllEnvs();
  const options = { weights, featureCache, engine: async () => onnxEngine({ threads: 1 }) };
  const draft = transferDraft({ dataset, base: "resnet20", weights: "./theirs.safetensors" });
  const trained = async (changes: RecipeDraft["data"]) => {
    const computed: number[] = [];
    const place = memoryPlace();
    const { card } = await trainRun({ ...draft, data: { ...draft.data, ...changes } }, place, {
      ...options,
      onEvent: (event) => event.type === "features" && computed.push(event.computed),
    });
    return { place, card, computed: Math.max(...computed) };
  };
  const before = await trained({});
  expect(before.computed).toBe(36);

  const data = await loadData({ ...draft.data }, [SIDE, SIDE, 3], {});
  const file = {
    schemaVersion: 1,
    dataset,
    fingerprint: await fingerprintOfNames(data),
    labels: planted,
    exclude: ["train/blue/11.ppm"],
  };
  const marks = parseRelabelFile(JSON.stringify(file), "relabel.json");
  const after = await trained(marks);
  expect(after.computed).toBe(0);
  expect(after.card.head!.images).toBe(35);
  const accuracyOf = ({ card }: typeof after) => card.head!.crossValidation!.accuracy;
  expect(accuracyOf(after)).toBeGreaterThan(accuracyOf(before));
  expect(after.card.recipe).toMatchObject({ data: marks });
  expect(after.card.dataset.fingerprint).not.toBe(before.card.dataset.fingerprint);

  // The run's images are those with the labels that it was trained with.
  const evaluated = await evaluateRun(after.place, { baseline: before.place });
  expect(evaluated.isSameData).toBe(true);
  expect(evaluated.numbers.data!.parts).toEqual([
    { name: "training", counts: [11, 12, 12] },
    { name: "test", counts: [4, 4, 4] },
  ]);
  expect(evaluated.numbers.comparison).toMatchObject({
    baseline: before.place.name,
    bothWrong: expect.any(Number),
  });
  expect([...after.place.files.keys()]).toEqual(
    expect.arrayContaining(["report.html", "report.md", "report.json"]),
  );

  const shapes = await loadDataset("synthetic-shapes", { trainSize: 12, testSize: 5 });
  const other = memoryPlace("other");
  const ofShapes = transferDraft({ dataset: shapes.id, base: "resnet20", weights: "./theirs.safetensors" });
  await trainRun(ofShapes, other, { ...options, data: shapes });
  await expect(evaluateRun(after.place, { baseline: other })).rejects.toThrow(
    /other: .*it was trained on synthetic-shapes/,
  );
});

it("lets training images be marked on the page, not test images", async () => {
  for (const part of ["train", "test"]) {
    copyFileSync(join(root, "colours/train/red/5.ppm"), join(root, `colours/${part}/red/copy.ppm`));
  }
  const examined = await examineData(dataset);
  const page = await findingsReport(examined);
  const about = /data-about="([^"]+)"/.exec(page)![1]!.replaceAll("&quot;", '"');
  const { images, ...facts } = JSON.parse(about) as { images: { image: string }[] };
  expect(facts).toEqual({
    schemaVersion: 1,
    dataset,
    fingerprint: await fingerprintOfNames(examined.data),
    classNames: examined.data.classNames,
  });
  expect(images.map(({ image }) => image).sort()).toEqual(["train/red/5.ppm", "train/red/copy.ppm"]);
});
