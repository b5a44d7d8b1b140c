/** Images to features: those that are known from before are read, the others go through the base. */
import { batches, cacheFiles, type FileStore, type ImageSet, sha256 } from "@imgcls/datasets";
import type { EngineDescription } from "@imgcls/training";
import type { EngineChooser } from "../training/options.js";
import { digestOfBase, type FeatureBase, widthOf } from "./feature-base.js";
import { openFeatureCache } from "./feature-cache.js";
import { BATCH_SIZE, lazyNetwork } from "./lazy-network.js";

export interface FeatureOptions {
  /** Default: the fastest that runs the base here. */
  readonly engine?: EngineChooser | undefined;
  /** Where features are kept: in Node a folder of the cache, in a page this site's storage. "none": nowhere. */
  readonly cache?: FileStore | "none" | undefined;
  /** Told in a sentence what is wrong with that. */
  readonly onNote?: ((note: string) => void) | undefined;
}

export interface FeatureProgress {
  readonly done: number;
  readonly total: number;
  /** Of those that are done, those that were not known from before. */
  readonly computed: number;
  /** Since the first image. */
  readonly seconds: number;
}

export interface FeatureRequest {
  readonly onProgress?: ((progress: FeatureProgress) => void) | undefined;
  /** Ends it; what was computed is kept. */
  readonly signal?: AbortSignal | undefined;
}

/** Some of the images that were asked for. */
export interface FeatureBatch {
  /** `[count]`, positions in the image set. */
  readonly indices: Uint32Array;
  /** `[count, width]` */
  readonly features: Float32Array;
}

export interface FeatureComputer {
  /** Numbers an image. */
  readonly width: number;
  /** Undefined as long as nothing had to be computed. */
  readonly engine: EngineDescription | undefined;
  /** As they come: all images once, not in their order. */
  stream(images: ImageSet, request?: FeatureRequest): AsyncIterable<FeatureBatch>;
  /** `[images, width]`, in their order. */
  features(images: ImageSet, request?: FeatureRequest): Promise<Float32Array>;
  dispose(): Promise<void>;
}

/** What is lost at most when the process is killed. */
const SECONDS_BETWEEN_FLUSHES = 10;

/** @throws Error when the base makes no features `[images, width]` */
export async function openFeatures(
  base: FeatureBase,
  { engine, cache: store = cacheFiles("features"), onNote = () => {} }: FeatureOptions = {},
): Promise<FeatureComputer> {
  const width = widthOf(base);
  const names = { base: await digestOfBase(base), width };
  const cache = await openFeatureCache(store === "none" ? undefined : store, names, onNote);
  const network = lazyNetwork(base, engine);

  async function* stream(
    images: ImageSet,
    { onProgress, signal }: FeatureRequest = {},
  ): AsyncGenerator<FeatureBatch> {
    const begun = performance.now();
    let flushed = begun;
    let [done, computed] = [0, 0];
    const waiting: Waiting[] = [];

    const told = (batch: FeatureBatch): FeatureBatch => {
      done += batch.indices.length;
      const seconds = (performance.now() - begun) / 1000;
      onProgress?.({ done, total: images.length, computed, seconds });
      return batch;
    };
    const compute = async (): Promise<FeatureBatch> => {
      const now = waiting.splice(0, BATCH_SIZE);
      const features = await network.run(now.map(({ pixels }) => pixels));
      now.forEach(({ key }, i) => {
        cache.add(key, features.slice(i * width, (i + 1) * width));
      });
      computed += now.length;
      if (performance.now() - flushed > 1000 * SECONDS_BETWEEN_FLUSHES) {
        await cache.flush();
        flushed = performance.now();
      }
      return told({ indices: Uint32Array.from(now, ({ index }) => index), features });
    };

    const pixels = images.shape.reduce((product, extent) => product * extent, 1);
    const source = batches(images, { batchSize: BATCH_SIZE, shuffle: false, ...(signal && { signal }) });
    try {
      for await (const batch of source.epoch(1)) {
        const each = Array.from(batch.indices, (index, i) => ({
          index,
          pixels: batch.images.subarray(i * pixels, (i + 1) * pixels),
        }));
        const keyed = await Promise.all(
          each.map(async (image) => ({ ...image, key: await sha256(image.pixels) })),
        );
        const found = keyed.filter(({ key }) => cache.get(key) !== undefined);
        if (found.length > 0) {
          yield told({
            indices: Uint32Array.from(found, ({ index }) => index),
            features: joined(
              found.map(({ key }) => cache.get(key)!),
              width,
            ),
          });
        }
        waiting.push(...keyed.filter(({ key }) => cache.get(key) === undefined));
        while (waiting.length >= BATCH_SIZE) yield await compute();
      }
      if (waiting.length > 0) yield await compute();
    } finally {
      source.dispose();
      await cache.flush();
    }
  }

  return {
    width,
    get engine() {
      return network.engine;
    },
    stream,
    async features(images, request) {
      const all = new Float32Array(images.length * width);
      for await (const { indices, features } of stream(images, request)) {
        indices.forEach((index, i) => {
          all.set(features.subarray(i * width, (i + 1) * width), index * width);
        });
      }
      return all;
    },
    dispose: network.dispose,
  };
}

interface Waiting {
  readonly index: number;
  readonly key: string;
  readonly pixels: Uint8Array;
}

function joined(parts: readonly Float32Array[], width: number): Float32Array {
  const all = new Float32Array(parts.length * width);
  parts.forEach((part, i) => {
    all.set(part, i * width);
  });
  return all;
}
