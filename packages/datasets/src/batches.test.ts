import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countingImages } from "../test/portable.js";
import { type Batch, batches } from "./batches.js";

async function all(epoch: AsyncIterable<Batch>): Promise<Batch[]> {
  const batches: Batch[] = [];
  for await (const batch of epoch) batches.push(batch);
  return batches;
}

const indicesOf = async (epoch: AsyncIterable<Batch>) =>
  (await all(epoch)).map((batch) => Array.from(batch.indices));

describe("batches", () => {
  it("holds every image once an epoch, with its own pixels and label; only the last batch is smaller", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 50 }),
        fc.integer(),
        fc.integer({ min: 1, max: 5 }),
        async (length, batchSize, seed, epoch) => {
          const data = countingImages(length);
          const source = batches(data, { batchSize, seed });
          const whole = await all(source.epoch(epoch));
          expect(whole).toHaveLength(source.batchesPerEpoch);
          expect(whole.slice(0, -1).every((batch) => batch.size === batchSize)).toBe(true);
          expect(whole.reduce((sum, batch) => sum + batch.size, 0)).toBe(length);
          expect(source.size).toBe(length);
          expect(new Set(whole.flatMap(({ indices }) => Array.from(indices))).size).toBe(length);
          for (const { indices, labels, images, size } of whole) {
            expect([indices.length, labels.length, images.length]).toEqual([size, size, size * 6]);
            indices.forEach((index, i) => {
              expect(labels[i]).toBe(data.labels[index]);
              expect(images.slice(i * 6, i * 6 + 6)).toEqual(data.images.slice(index * 6, index * 6 + 6));
            });
          }
        },
      ),
    );
  });

  it("has the same order for the same seed and epoch, and another one otherwise", async () => {
    const data = countingImages(50);
    const order = async (seed: number, epoch: number) =>
      (await indicesOf(batches(data, { seed }).epoch(epoch))).join();
    expect(await order(1, 1)).toBe(await order(1, 1));
    expect(new Set([await order(1, 1), await order(1, 2), await order(2, 1)]).size).toBe(3);
  });

  it("does not depend on epochs asked for before, nor on the batch size", async () => {
    const data = countingImages(50);
    const source = batches(data, { seed: 3, batchSize: 7 });
    const third = await indicesOf(source.epoch(3));
    for await (const batch of source.epoch(1)) if (batch.size > 0) break;
    expect(await indicesOf(source.epoch(3))).toEqual(third);
    expect((await indicesOf(batches(data, { seed: 3, batchSize: 13 }).epoch(3))).flat()).toEqual(
      third.flat(),
    );
  });

  it("resumes in the middle of an epoch", async () => {
    const source = batches(countingImages(20), { batchSize: 6, seed: 9 });
    const whole = await indicesOf(source.epoch(2));
    for (let start = 0; start <= 4; start++) {
      expect(await indicesOf(source.epoch(2, start))).toEqual(whole.slice(start));
    }
  });

  it("can be gone through twice, and keeps the order of the data without shuffle", async () => {
    const epoch = batches(countingImages(5), { batchSize: 2, shuffle: false }).epoch(1);
    expect(await indicesOf(epoch)).toEqual([[0, 1], [2, 3], [4]]);
    expect(await indicesOf(epoch)).toEqual([[0, 1], [2, 3], [4]]);
  });

  it("leaves out the smaller last batch when asked to", async () => {
    const source = batches(countingImages(5), { batchSize: 2, dropLast: true });
    expect([source.size, source.batchesPerEpoch]).toEqual([4, 2]);
    expect((await all(source.epoch(1))).map((batch) => batch.size)).toEqual([2, 2]);
  });

  it("gives each batch buffers of its own", async () => {
    const data = countingImages(4);
    const [first, second] = await all(batches(data, { batchSize: 2, shuffle: false }).epoch(1));
    first!.images.fill(255);
    expect(data.images[0]).toBe(0);
    expect(second!.images[0]).toBe(2);
    expect(first!.images.buffer.byteLength).toBe(12);
  });

  it("has defaults", () => {
    const source = batches(countingImages(40));
    expect([source.batchSize, source.batchesPerEpoch, source.shape]).toEqual([32, 2, [2, 3, 1]]);
  });

  it("refuses options that make no batch, all at once", () => {
    expect(() => batches(countingImages(3), { batchSize: 0, seed: Number.NaN })).toThrow(
      /batchSize to be a positive integer, received 0; expected batches.seed .* NaN/,
    );
    expect(() => batches(countingImages(0))).toThrow(/received an empty one/);
    expect(() => batches(countingImages(3), { batchSize: 4, dropLast: true })).toThrow(
      /no batch of 4 from 3/,
    );
    expect(() =>
      batches(countingImages(3), { workers: -1, prefetch: 0.5, classBalanced: true, shuffle: false }),
    ).toThrow(
      /workers .* received -1; expected batches.prefetch .* received 0.5; batches: classBalanced .* received false/,
    );
    expect(() => batches(countingImages(3)).epoch(0)).toThrow(/an integer from 1, received 0/);
    expect(() => batches(countingImages(3)).epoch(1, 2)).toThrow(/from 0 to 1, received 2/);
  });
});
