import { describe, expect, it } from "vitest";
import { type Batch, type Batches, batches } from "../src/batches.js";
import { describe as statistics } from "../src/describe.js";
import { fingerprint } from "../src/fingerprint.js";
import { type ImageSet, isInMemory, readImages } from "../src/image-set.js";
import { type LabeledImages, pixelsPerImage } from "../src/labeled-images.js";
import { classCounts } from "../src/sets/class-counts.js";
import { concat } from "../src/sets/concat.js";
import { getImage } from "../src/sets/get-image.js";
import { kFold } from "../src/sets/k-fold.js";
import { mapLabels } from "../src/sets/map-labels.js";
import { meanAndStd } from "../src/sets/pixel-statistics.js";
import { filter, select, shuffle, take } from "../src/sets/select.js";
import { toMemory } from "../src/sets/to-memory.js";
import { split } from "../src/split.js";
import { rejection } from "./portable.js";

export async function allBatches(source: Batches, epoch = 1, start = 0): Promise<Batch[]> {
  const all: Batch[] = [];
  for await (const batch of source.epoch(epoch, start)) all.push(batch);
  return all;
}

/**
 * What every data set must do, wherever its images are. `open` gives one of a few images, at least four;
 * the operations on it are held to the same operations on a copy of it in memory.
 */
export function testImageSet(name: string, open: () => ImageSet | Promise<ImageSet>): void {
  const opened = async () => {
    const data = await open();
    return { data, copy: await toMemory(data), pixels: pixelsPerImage(data.shape) };
  };
  /** The same images and classes, of the kind that is expected. */
  const expectSame = async (actual: ImageSet, expected: LabeledImages, like: ImageSet) => {
    expect(isInMemory(actual)).toBe(isInMemory(like));
    expect(await toMemory(actual)).toEqual(expected);
  };

  describe(`image set: ${name}`, () => {
    it("has a class for each image and pixels for each", async () => {
      const { data, copy, pixels } = await opened();
      expect(data.length).toBeGreaterThanOrEqual(4);
      expect(data.labels).toBeInstanceOf(Int32Array);
      expect(data.labels.length).toBe(data.length);
      expect(copy.images.length).toBe(data.length * pixels);
      expect(copy.labels.every((label) => data.classNames[label] !== undefined)).toBe(true);
    });

    it("reads any images, in any order, more than once, and none", async () => {
      const { data, copy, pixels } = await opened();
      const last = data.length - 1;
      const indices = [last, 0, 2, last, 1];
      const out = new Uint8Array(indices.length * pixels + 3).fill(77);
      await readImages(data, indices, out.subarray(0, indices.length * pixels));
      indices.forEach((index, i) => {
        expect(out.slice(i * pixels, (i + 1) * pixels)).toEqual(
          copy.images.slice(index * pixels, (index + 1) * pixels),
        );
      });
      expect(Array.from(out.subarray(-3))).toEqual([77, 77, 77]);
      expect(await readImages(data, [])).toEqual(new Uint8Array(0));
    });

    it("gives single images", async () => {
      const { data, copy, pixels } = await opened();
      for (const index of [0, data.length - 1]) {
        const { image, label, className } = await getImage(data, index);
        expect(image).toEqual(copy.images.slice(index * pixels, (index + 1) * pixels));
        expect([label, className]).toEqual([data.labels[index], data.classNames[data.labels[index]!]]);
      }
      for (const index of [-1, 0.5, data.length]) expect(() => getImage(data, index)).toThrow(/getImage/);
    });

    it("can be selected from, filtered, taken from, shuffled", async () => {
      const { data, copy } = await opened();
      const first = data.labels[0]!;
      await expectSame(select(data, [3, 0, 3]), select(copy, [3, 0, 3]), data);
      await expectSame(select(select(data, [3, 1, 0]), [2, 0]), select(copy, [0, 3]), data);
      await expectSame(take(data, 2), take(copy, 2), data);
      await expectSame(shuffle(data, 5), shuffle(copy, 5), data);
      const isFirst = (label: number) => label === first;
      await expectSame(filter(data, isFirst), filter(copy, isFirst), data);
      expect(filter(data, isFirst).length).toBe(classCounts(data)[first]);
      expect(() => select(data, [data.length])).toThrow(/select: expected indices/);
    });

    it("can be split, folded, joined, and given other classes", async () => {
      const { data, copy } = await opened();
      const [part, rest] = split(data, { fraction: 0.5, seed: 2 });
      const [partCopy, restCopy] = split(copy, { fraction: 0.5, seed: 2 });
      await expectSame(part, partCopy, data);
      await expectSame(rest, restCopy, data);
      await expectSame(concat(rest, part, rest), concat(restCopy, partCopy, restCopy), data);
      await expectSame(shuffle(concat(rest, part), 1), shuffle(concat(restCopy, partCopy), 1), data);
      const foldsOfCopy = [...kFold(copy, { folds: 2 })];
      for (const { fold, train, test } of kFold(data, { folds: 2 })) {
        await expectSame(train, foldsOfCopy[fold - 1]!.train, data);
        await expectSame(test, foldsOfCopy[fold - 1]!.test, data);
      }
      const parity = (label: number) => label % 2;
      const names = ["even", "odd"];
      await expectSame(mapLabels(data, parity, names), mapLabels(copy, parity, names), data);
    });

    it("has the statistics and the fingerprint of its images", async () => {
      const { data, copy } = await opened();
      expect(await statistics(data)).toEqual(statistics(copy));
      expect(await meanAndStd(data, { scale: 1 })).toEqual(meanAndStd(copy, { scale: 1 }));
      expect(await fingerprint(data)).toBe(await fingerprint(copy));
      expect(await fingerprint(select(data, [1, 0]))).not.toBe(await fingerprint(select(data, [0, 1])));
    });

    it("is cut into batches that have each image once, with its pixels and class", async () => {
      const { data, copy, pixels } = await opened();
      const source = batches(data, { batchSize: 3, seed: 4 });
      const all = await allBatches(source);
      expect(all.flatMap(({ indices }) => Array.from(indices)).sort((a, b) => a - b)).toEqual(
        Array.from({ length: data.length }, (_, i) => i),
      );
      for (const { images, labels, indices, size } of all) {
        expect(images.length).toBe(size * pixels);
        expect(images).toEqual(await readImages(copy, indices));
        expect(labels).toEqual(Int32Array.from(indices, (index) => copy.labels[index]!));
      }
      expect(await allBatches(source, 1, 1)).toEqual(all.slice(1));
      expect(await allBatches(batches(copy, { batchSize: 3, seed: 4 }))).toEqual(all);
    });

    it("is augmented alike with and without workers", async () => {
      const { data } = await opened();
      const [height, width] = data.shape;
      const options = {
        batchSize: 3,
        augment: [
          { type: "RandomCrop", size: [height, width], padding: 1 },
          { type: "RandomHorizontalFlip" },
        ] as const,
      };
      const here = await allBatches(batches(data, { ...options, workers: 0 }), 2);
      const source = batches(data, { ...options, workers: 2 });
      expect(await allBatches(source, 2)).toEqual(here);
      expect(await allBatches(source, 2, 1)).toEqual(here.slice(1));
      source.dispose();
    });

    it("stops when it is told to", async () => {
      const { data } = await opened();
      const signal = AbortSignal.abort(new Error("enough"));
      expect(await rejection(allBatches(batches(data, { signal })))).toBe(signal.reason);
      if (!isInMemory(data)) {
        expect(await rejection(readImages(data, [0, 1], undefined, signal))).toBe(signal.reason);
      }
    });
  });
}
