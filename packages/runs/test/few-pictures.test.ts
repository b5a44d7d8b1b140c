import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createModel, type PresetName, pytorchTensors, weightsInfo } from "@imgcls/architectures";
import { cacheFiles, createLabeledImages, type Dataset, loadDataset, random } from "@imgcls/datasets";
import { safetensorsFile } from "@imgcls/test-utils";
import { onnxEngine } from "@imgcls/training";
import { memory } from "@tensorflow/tfjs";
import { describe, expect, it, vi } from "vitest";
import { sentenceOf } from "../src/features/learning-curve.js";
import {
  type FeatureProgress,
  fineTune,
  learningCurveOf,
  memoryPlace,
  planWithin,
  prepareFeatures,
  trainRun,
  transferDraft,
} from "../src/index.js";

const data = await loadDataset("synthetic-shapes", { trainSize: 60, testSize: 12 });
const draw = random(0, "weights");
const madeUpWeights = (architecture: PresetName) =>
  safetensorsFile(
    pytorchTensors(createModel(architecture, { classes: 1000, initialWeights: "zeros" })),
    (_, tensor) => (/var|bn\d?\.weight/.test(tensor) ? 0.5 + draw.uniform() : 0.2 * draw.normal()),
  );
const weights = madeUpWeights("resnet20");
const engine = async () => onnxEngine({ threads: 1 });
const file = "./theirs.safetensors";

describe("transferDraft", () => {
  it("is a head on the preferred weights; steps and the middle of photographs where they are asked for", () => {
    expect(transferDraft({ dataset: "cifar10", base: "resnet18" })).toEqual({
      data: { dataset: "cifar10" },
      model: { architecture: "resnet18", weights: "imagenet" },
      head: { type: "logisticRegression" },
    });
    const own = transferDraft({ dataset: "folder:x", base: "resnet18", weights: file, fineTune: true });
    expect(own).toMatchObject({ data: { fit: "cover" }, model: { weights: file }, epochs: 6 });
  });
});

describe("fineTune", () => {
  it("gives a run in one call", async () => {
    const place = memoryPlace();
    const run = await fineTune("synthetic-shapes", {
      base: "resnet20",
      weights: file,
      headOnly: true,
      place,
      ...{ data, engine, bytes: weights, featureCache: "none" },
    });
    expect(run).toMatchObject({ history: [], recipe: { epochs: 0 } });
    expect(place.files.has("imgcls.json")).toBe(true);
  });
});

/** As many images of twice the side, all black. */
function enlarged({ train, test, ...others }: Dataset): Dataset {
  const shape = [64, 64, 3] as const;
  const black = ({ labels, classNames }: Dataset["train"]) =>
    createLabeledImages({ shape, classNames, labels, images: new Uint8Array(labels.length * 64 * 64 * 3) });
  return { ...others, shape, train: black(train), test: black(test) };
}

describe("planWithin", () => {
  const draft = transferDraft({ dataset: "synthetic-shapes", base: "resnet20", weights: file });
  const options = { data, engine, weights, featureCache: "none" } as const;

  it("has all epochs where there is time, the head alone where there is none, and the card says so", async () => {
    const long = await planWithin(draft, 3600, options);
    expect(long.draft).toEqual({ ...draft, epochs: 6 });
    expect(long.time.why).toMatch(
      /^6 of 6 epochs of fine-tuning: an epoch of fine-tuning takes .* for the features of 72/,
    );
    const short = await planWithin(draft, 3600, options, 3600);
    expect(short.draft.epochs).toBe(0);
    expect(short.time).toEqual({ within: 3600, why: expect.stringContaining("only the head is computed") });
    const { card } = await trainRun(short.draft, memoryPlace(), { ...options, time: short.time });
    expect(card.time).toEqual(short.time);
  });

  it("is the head on smaller images, which are to be loaded anew, where the features alone take the time", async () => {
    const own = { ...draft, data: { dataset: "folder:shapes" } };
    const tensors = memory().numTensors;
    const plan = await planWithin(own, 3600, { ...options, data: enlarged(data) }, 3600);
    expect(plan.draft).toMatchObject({ epochs: 0, data: { imageSize: [32, 32] } });
    expect(plan.data).toBeUndefined();
    // The network that was measured has more than a hundred; some of the replaced last layer stay.
    expect(memory().numTensors).toBeLessThan(tensors + 10);
  });

  it("is the head alone, where the features alone take the time and pictures cannot be smaller", async () => {
    const own = { ...draft, data: { dataset: "folder:shapes" } };
    const plan = await planWithin(own, 3600, { ...options, data: { ...data, shape: data.shape } }, 3600);
    expect(plan.draft).toMatchObject({ epochs: 0 });
  });
});

describe("planWithin without a base", () => {
  const draft = transferDraft({ dataset: "synthetic-shapes" });
  const [quick, accurate] = ["timm/mobilenetv3_small_100.lamb_in1k", "timm/regnety_004.pycls_in1k"] as const;

  it("has the most accurate of those in the cache whose features fit, and says what the others take", async () => {
    const cacheDir = mkdtempSync(join(tmpdir(), "imgcls-bases-"));
    for (const id of [quick, accurate]) {
      const folder = join(cacheDir, "weights", id);
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, "model.safetensors"), madeUpWeights(weightsInfo(id).architecture));
    }
    vi.stubEnv("IMGCLS_CACHE_DIR", cacheDir);
    const options = { data, engine, featureCache: "none" } as const;
    const long = await planWithin(draft, 3600, options);
    expect(long.draft).toMatchObject({
      model: { architecture: "regnet-y-400mf", weights: accurate },
      epochs: 6,
    });
    expect(long.time.why).toMatch(/^regnet-y-400mf, 6 of 6 epochs/);
    const short = await planWithin(draft, 3600, options, 3600);
    expect(short.draft).toMatchObject({ model: { architecture: "mobilenet-v3-small" }, epochs: 0 });
    expect(short.time.why).toMatch(
      /^mobilenet-v3-small, only the head .*; the features of regnet-y-400mf take /,
    );
    vi.unstubAllEnvs();
    rmSync(cacheDir, { recursive: true });
  });
});

describe("prepareFeatures", () => {
  const draft = transferDraft({ dataset: "synthetic-shapes", base: "resnet20", weights: file });

  it("leaves nothing to compute to a training, also when it was ended and went on", async () => {
    const cacheDir = mkdtempSync(join(tmpdir(), "imgcls-prepared-"));
    vi.stubEnv("IMGCLS_CACHE_DIR", cacheDir);
    const featureCache = cacheFiles("features");
    vi.unstubAllEnvs();
    const options = { data, engine, weights, featureCache };
    const controller = new AbortController();
    const ended = prepareFeatures(draft, {
      ...options,
      signal: controller.signal,
      onFeatures: ({ done }) => done >= 32 && controller.abort(new Error("enough")),
    });
    await expect(ended).rejects.toThrow("enough");
    let last: FeatureProgress | undefined;
    const onFeatures = (progress: FeatureProgress) => {
      last = progress;
    };
    await prepareFeatures(draft, { ...options, onFeatures });
    expect(last).toMatchObject({ done: 72, total: 72, computed: 40 });
    const computed: number[] = [];
    await trainRun(draft, memoryPlace(), {
      ...options,
      onEvent: (event) => event.type === "features" && computed.push(event.computed),
    });
    expect(new Set(computed)).toEqual(new Set([0]));
    rmSync(cacheDir, { recursive: true });
  });

  it("has nothing to do for a head that is trained by steps", async () => {
    const onFeatures = () => expect.unreachable();
    await prepareFeatures({ ...draft, head: { type: "trained" } }, { data, engine, weights, onFeatures });
  });
});

describe("learningCurveOf", () => {
  it("is of the training images, from few to all", async () => {
    const done: number[] = [];
    const { points, sentence, images } = await learningCurveOf("synthetic-shapes", {
      base: "resnet20",
      ...{ data, engine, weights, cache: "none" as const },
      onFeatures: (progress) => done.push(progress.done),
    });
    expect(images).toBe(60);
    expect(done.at(-1)).toBe(60);
    expect(points.length).toBeGreaterThan(0);
    for (const { accuracy, interval } of points) {
      expect(interval[0]).toBeLessThanOrEqual(accuracy);
      expect(interval[1]).toBeGreaterThanOrEqual(accuracy);
    }
    expect(sentence).toMatch(/^(More pictures|There are too few|Too little)/);
  });

  const point = (perClass: number, accuracy: number, half = 0.005) => ({
    perClass,
    images: 10 * perClass,
    strength: 1,
    accuracy,
    interval: [accuracy - half, accuracy + half] as const,
  });

  it.each([
    [
      [point(10, 0.8), point(20, 0.85)],
      "More pictures would probably help: lately, twice as many gave 5.0 percentage points.",
    ],
    [
      [point(10, 0.8, 0.1), point(40, 0.86, 0.1)],
      /twice as many gave 3\.0 percentage points, though the intervals are wider than that\.$/,
    ],
    [
      [point(5, 0.5), point(10, 0.9), point(20, 0.904)],
      "More pictures of this kind would hardly help: lately, twice as many gave 0.4 percentage points.",
    ],
    [[point(10, 0.7, 0.2), point(13, 0.68, 0.2)], /^Too little is known .* 40 percentage points wide\.$/],
    [[point(50, 0.9), point(100, 0.89)], /gave 0\.0 percentage points/],
    [[point(4, 0.9)], /^There are too few images to tell/],
  ])("says what the last doubling gave", (points, sentence) => {
    if (typeof sentence === "string") expect(sentenceOf(points)).toBe(sentence);
    else expect(sentenceOf(points)).toMatch(sentence);
  });
});
