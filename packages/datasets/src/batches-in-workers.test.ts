import { describe, expect, it, onTestFinished } from "vitest";
import { allBatches } from "../test/image-set-contract.js";
import { countingImages, lazily, rejection } from "../test/portable.js";
import type { Augmentation } from "./augment/augmentations.js";
import { type BatchesOptions, batches } from "./batches.js";
import { createLazyImages, type ImageSet } from "./image-set.js";
import { BatchWorker } from "./workers/batch-worker.js";
import { BatchWorkerError } from "./workers/batch-worker-error.js";

const AUGMENT: readonly Augmentation[] = [
  { type: "RandomCrop", size: [2, 3], padding: 2 },
  { type: "RandomHorizontalFlip" },
  { type: "RandomErasing" },
  // Each thread has the kernels' memory for itself.
  { type: "RandAugment", magnitude: 20 },
];

function augmented(data: ImageSet, options: BatchesOptions) {
  const source = batches(data, { batchSize: 7, seed: 3, augment: AUGMENT, ...options });
  onTestFinished(() => source.dispose());
  return source;
}

describe("batches in workers", () => {
  it("are the same bit for bit with any number of them, from any batch on, in memory and lazy", async () => {
    const data = countingImages(40);
    const here = augmented(data, { workers: 0 });
    for (const workers of [1, 3]) {
      for (const set of [data, lazily(data)]) {
        for (const prefetch of [0, 1, 9]) {
          const source = augmented(set, { workers, prefetch });
          for (const [epoch, start] of [
            [1, 0],
            [2, 4],
            [1, 5],
            [1, 6],
          ] as const) {
            expect(await allBatches(source, epoch, start)).toEqual(await allBatches(here, epoch, start));
          }
        }
      }
    }
  });

  it("are another augmentation every epoch, of images that do not change", async () => {
    const data = countingImages(20);
    const before = data.images.slice();
    const source = augmented(data, { workers: 1, shuffle: false, batchSize: 20 });
    const [first] = await allBatches(source, 1);
    const [second] = await allBatches(source, 2);
    expect(first!.images).not.toEqual(second!.images);
    expect(data.images).toEqual(before);
  });

  it("are mixed alike, with soft labels that add up to one", async () => {
    const data = countingImages(20);
    const mix = [{ type: "MixUp" }, { type: "CutMix" }] as const;
    const expected = await allBatches(augmented(data, { workers: 0, mix }));
    expect(await allBatches(augmented(data, { workers: 2, mix }))).toEqual(expected);
    for (const { softLabels, size } of expected) {
      expect(softLabels).toHaveLength(size * 3);
      expect(softLabels!.reduce((sum, share) => sum + share, 0)).toBeCloseTo(size, 4);
    }
    expect(() => augmented(data, { mix, shuffle: false })).toThrow(/mix .* shuffle to be true/);
  });

  it("have the shape that the augmentations make", async () => {
    const source = augmented(countingImages(9), {
      workers: 1,
      augment: [{ type: "RandomCrop", size: [1, 2] }],
    });
    expect(source.shape).toEqual([1, 2, 1]);
    expect((await allBatches(source)).map(({ images }) => images.length)).toEqual([14, 4]);
  });

  it("go on for several consumers at once, whatever one of them does", async () => {
    const source = augmented(countingImages(40), { workers: 2 });
    const expected = await allBatches(source, 1);
    const leave = async () => {
      for await (const batch of source.epoch(2)) return batch.size;
      return 0;
    };
    const [first, , second] = await Promise.all([allBatches(source, 1), leave(), allBatches(source, 1)]);
    expect(first).toEqual(expected);
    expect(second).toEqual(expected);
    expect(await allBatches(source, 1)).toEqual(expected);
  });
});

describe("prefetch", () => {
  /** Counts the reads that were begun. */
  function counted(length: number) {
    const data = lazily(countingImages(length));
    let reads = 0;
    const read: typeof data.read = (...request) => {
      reads++;
      return data.read(...request);
    };
    return { data: createLazyImages({ ...data, read }), reads: () => reads };
  }

  it.each([0, 1, 3])("begins %i batches while one is in use", async (prefetch) => {
    const { data, reads } = counted(10);
    const iterator = batches(data, { batchSize: 1, prefetch }).epoch(1)[Symbol.asyncIterator]();
    await iterator.next();
    expect(reads()).toBe(1 + prefetch);
    await iterator.next();
    expect(reads()).toBe(2 + prefetch);
    await iterator.return?.();
    expect(reads()).toBe(2 + prefetch);
  });

  it("gives an error of a batch to whoever asks for that batch", async () => {
    const data = lazily(countingImages(10));
    const failure = new Error("damaged");
    const read: typeof data.read = async (indices, ...rest) => {
      if (indices[0] === 2) throw failure;
      await data.read(indices, ...rest);
    };
    const broken = createLazyImages({ ...data, read });
    for (const workers of [0, 2]) {
      const source = augmented(broken, { workers, batchSize: 1, shuffle: false, prefetch: 5 });
      const iterator = source.epoch(1)[Symbol.asyncIterator]();
      for (const index of [0, 1]) expect((await iterator.next()).value.indices[0]).toBe(index);
      expect(await rejection(iterator.next())).toBe(failure);
      expect((await iterator.next()).done).toBe(true);
    }
  });
});

describe("ending", () => {
  it.each([0, 1])("by a signal in the middle: its reason, with %i workers", async (workers) => {
    const stop = new AbortController();
    const source = augmented(lazily(countingImages(40)), { workers, batchSize: 1, signal: stop.signal });
    const iterator = source.epoch(1)[Symbol.asyncIterator]();
    await iterator.next();
    stop.abort(new Error("enough"));
    // What was made already may come first.
    const ended = (async () => {
      for (let batch = 0; batch < 5; batch++) await iterator.next();
    })();
    expect(await rejection(ended)).toBe(stop.signal.reason);
    expect(await rejection(allBatches(source))).toBe(stop.signal.reason);
  });

  it("by dispose", async () => {
    const source = augmented(countingImages(40), { workers: 1 });
    const iterator = source.epoch(1)[Symbol.asyncIterator]();
    await iterator.next();
    source.dispose();
    const rest = (async () => {
      while (!(await iterator.next()).done);
    })();
    expect((await rejection(rest)).message).toContain("disposed of");
    expect((await rejection(allBatches(source))).message).toContain("disposed of");
  });
});

describe("a worker", () => {
  const first = Uint32Array.of(0);

  it("that cannot go on is an error for every batch that it has, and for later ones", async () => {
    const augment = [{ type: "Nonsense" } as unknown as Augmentation];
    const worker = new BatchWorker({ shape: [2, 3, 1], augment, seed: 0 }, () => {});
    const attempt = () => rejection(worker.augment(new Uint8Array(6), first, 1));
    const errors = await Promise.all([attempt(), attempt()]);
    for (const error of [...errors, await attempt()]) {
      expect(error).toBeInstanceOf(BatchWorkerError);
      expect(error.message).toMatch(/Nonsense.*workers: 0/);
    }
  });

  it("answers a job that fails with the error, and does the next one", async () => {
    const worker = new BatchWorker({ shape: [2, 3, 1], augment: AUGMENT, seed: 0 }, () => {});
    onTestFinished(() => worker.end(undefined));
    const [error, images] = await Promise.all([
      rejection(worker.augment(new Uint8Array(6), null as unknown as Uint32Array, 1)),
      worker.augment(new Uint8Array(6), first, 1),
    ]);
    expect(error).toBeInstanceOf(TypeError);
    expect(images).toHaveLength(6);
  });
});
