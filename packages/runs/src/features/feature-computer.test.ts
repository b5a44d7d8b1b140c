import { mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createModel, featureExtractor } from "@imgcls/architectures";
import { cacheFiles, concat, loadDataset, select } from "@imgcls/datasets";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { FeatureBase } from "./feature-base.js";
import { type FeatureOptions, type FeatureProgress, openFeatures } from "./feature-computer.js";

const { train, shape } = await loadDataset("synthetic-digits", { trainSize: 60, testSize: 10 });
const network = (seed: number) => featureExtractor(createModel("mlp", { seed }));
const base: FeatureBase = { model: network(3), preprocessing: { scale: 1 / 255 } };
const WIDTH = 256;

const before = process.env.IMGCLS_CACHE_DIR;
let folder: string;
beforeAll(() => {
  process.env.IMGCLS_CACHE_DIR = mkdtempSync(join(tmpdir(), "imgcls-features-"));
  folder = join(process.env.IMGCLS_CACHE_DIR, "features");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
afterAll(() => {
  rmSync(process.env.IMGCLS_CACHE_DIR!, { recursive: true });
  if (before === undefined) delete process.env.IMGCLS_CACHE_DIR;
  else process.env.IMGCLS_CACHE_DIR = before;
});

const first = (count: number) =>
  select(
    train,
    Array.from({ length: count }, (_, i) => i),
  );

/** The features, how many of them were computed, and what was said. */
async function computed(images = train, options: FeatureOptions = {}, of = base) {
  const notes: string[] = [];
  const features = await openFeatures(of, { onNote: (note) => notes.push(note), ...options });
  let last: FeatureProgress | undefined;
  const values = await features.features(images, {
    onProgress(progress) {
      last = progress;
    },
  });
  await features.dispose();
  expect(last).toMatchObject({ done: images.length, total: images.length });
  return { values, computed: last!.computed, notes };
}

const files = () => readdirSync(folder, { recursive: true }).filter((name) => /[\\/]\d+$/.test(String(name)));

describe("features", () => {
  it("are what the base predicts, in the order of the images", async () => {
    const { values } = await computed(train, { cache: "none" });
    expect(values).toHaveLength(60 * WIDTH);
    const last = select(train, [58, 59]);
    const expected = await predicted(base, last.images, 2);
    const found = values.slice(58 * WIDTH);
    expect(Math.max(...found.map((value, i) => Math.abs(value - expected[i]!)))).toBeLessThan(1e-5);
  });

  it("are computed once, also when images are added, removed or in another order", async () => {
    const { values, computed: all } = await computed(first(40));
    expect(all).toBe(40);
    const turned = select(
      train,
      Array.from({ length: 30 }, (_, i) => 39 - i),
    );
    const again = await computed(turned);
    expect(again.computed).toBe(0);
    expect(again.values.slice(0, WIDTH)).toEqual(values.slice(39 * WIDTH, 40 * WIDTH));
    expect((await computed()).computed).toBe(20);
    expect(files()).toHaveLength(2);
  });

  it("are others for other weights, and other preprocessing", async () => {
    await computed(first(8));
    expect((await computed(first(8), {}, { ...base, model: network(4) })).computed).toBe(8);
    expect((await computed(first(8), {}, { ...base, preprocessing: { scale: 1 / 128 } })).computed).toBe(8);
    // The same weights, built again from another seed for what is not loaded.
    const same = network(5);
    same.setWeights(base.model.getWeights());
    expect((await computed(first(8), {}, { ...base, model: same })).computed).toBe(0);
  });

  it.each([
    ["cut off", (file: string) => truncateSync(file, 1000)],
    ["of other bytes", (file: string) => writeFileSync(file, Buffer.alloc(20_000, 7))],
    ["empty", (file: string) => writeFileSync(file, "")],
  ])("are computed again, with a word, where a file is %s", async (_, damage) => {
    const { values } = await computed(first(20));
    await computed(first(30));
    const [damaged] = files().map(String).sort();
    damage(join(folder, damaged!));
    const again = await computed(first(30));
    expect(again.computed).toBe(20);
    expect(again.notes).toEqual([
      expect.stringMatching(/\/0 of .*features are damaged, and are computed again/),
    ]);
    expect(again.values.subarray(0, values.length)).toEqual(values);
    const last = await computed(first(30));
    expect(last).toMatchObject({ computed: 0, notes: [] });
  });

  it("of several programs at once are all kept", async () => {
    const parts = [
      first(20),
      select(
        train,
        Array.from({ length: 25 }, (_, i) => 15 + i),
      ),
      first(10),
    ];
    await Promise.all(parts.map((part) => computed(part)));
    expect((await computed(first(40))).computed).toBe(0);
  });

  it("are computed without a cache where there can be none, with a word", async () => {
    const file = join(process.env.IMGCLS_CACHE_DIR!, "no-folder");
    writeFileSync(file, "");
    const folderBefore = process.env.IMGCLS_CACHE_DIR;
    process.env.IMGCLS_CACHE_DIR = file;
    const cache = cacheFiles("features");
    process.env.IMGCLS_CACHE_DIR = folderBefore;
    const { computed: all, notes } = await computed(first(20), { cache });
    expect(all).toBe(20);
    expect(notes).toEqual([expect.stringContaining("features are not kept for the next time")]);
  });

  it("that were computed before an end are kept", async () => {
    const features = await openFeatures(base);
    const controller = new AbortController();
    const ended = features.features(train, {
      signal: controller.signal,
      onProgress: ({ done }) => done >= 32 && controller.abort(new Error("enough")),
    });
    await expect(ended).rejects.toThrow("enough");
    await features.dispose();
    expect((await computed(first(32))).computed).toBe(0);
  });

  it("need a base that makes them", async () => {
    const maps = featureExtractor(createModel("resnet20"), { layer: "conv1" });
    await expect(openFeatures({ ...base, model: maps })).rejects.toThrow(
      /expected a base that makes \[images, width\], received resnet20-features with \[,32,32,16\]/,
    );
  });

  it("stream as they come", async () => {
    const features = await openFeatures(base, { cache: "none" });
    const seen: number[] = [];
    for await (const { indices } of features.stream(concat(first(3), first(40)))) seen.push(...indices);
    expect(seen.sort((a, b) => a - b)).toEqual(Array.from({ length: 43 }, (_, i) => i));
    await features.dispose();
  });
});

/** By TensorFlow.js. */
async function predicted({ model, preprocessing }: FeatureBase, images: Uint8Array, count: number) {
  const { tensor4d } = await import("@tensorflow/tfjs");
  const scaled = Float32Array.from(images, (level) => level * preprocessing.scale);
  const input = tensor4d(scaled, [count, ...shape]);
  return (model.predict(input) as typeof input).data();
}
