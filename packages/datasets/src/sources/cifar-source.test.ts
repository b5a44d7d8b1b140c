import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { packTar } from "modern-tar";
import { describe, expect, it } from "vitest";
import { rejection, temporaryFolder } from "../../test/helpers.js";
import { cifar100CoarseNames, cifar100FineNames } from "../class-names.js";
import { DatasetFilesMissingError, DatasetFormatError } from "../errors.js";
import { cifar10 } from "./cifar10.js";
import { cifar100 } from "./cifar100.js";

/** One record of one grey. */
const record = (labels: number[], grey: number) =>
  Uint8Array.from([...labels, ...new Array<number>(3072).fill(grey)]);

const cifar10Files = Object.fromEntries([
  ...[1, 2, 3, 4, 5].map((n) => [`data_batch_${n}.bin`, record([n], n * 10)]),
  ["test_batch.bin", record([9], 99)],
]) as Record<string, Uint8Array>;

// A worm and a beaver, each with its superclass.
const cifar100Files = { "train.bin": record([13, 99], 1), "test.bin": record([0, 4], 2) };

async function folderWith(files: Record<string, Uint8Array>, subfolder = "."): Promise<string> {
  const folder = await temporaryFolder();
  await mkdir(join(folder, subfolder), { recursive: true });
  for (const [name, bytes] of Object.entries(files)) await writeFile(join(folder, subfolder, name), bytes);
  return folder;
}

async function archiveOf(files: Record<string, Uint8Array>, folder: string): Promise<Uint8Array> {
  // The published archives do not hold their files in order.
  const entries = Object.entries(files).reverse();
  return gzipSync(
    await packTar(
      entries.map(([name, body]) => ({ header: { name: `${folder}/${name}`, size: body.length }, body })),
    ),
  );
}

describe("CIFAR-10", () => {
  it.each([
    ["the folder itself", "."],
    ["the archive's folder", "cifar-10-batches-bin"],
    ["a folder named like the data set", "cifar10"],
  ])("loads from unpacked files in %s", async (_, subfolder) => {
    const { train, test } = await cifar10.load({ dataDir: await folderWith(cifar10Files, subfolder) });
    expect(Array.from(train.labels)).toEqual([1, 2, 3, 4, 5]);
    expect(train.images[4 * 3072]).toBe(50);
    expect(test.classNames[test.labels[0]!]).toBe("truck");
  });

  it("loads from the archive", async () => {
    const archive = await archiveOf(cifar10Files, "cifar-10-batches-bin");
    const { train, test } = await cifar10.load({
      dataDir: await folderWith({ "cifar-10-binary.tar.gz": archive }),
    });
    expect(Array.from(train.labels)).toEqual([1, 2, 3, 4, 5]);
    expect(Array.from(test.labels)).toEqual([9]);
  });

  it("says which of the unpacked files is missing, and which archive has it", async () => {
    const { "data_batch_3.bin": _, ...rest } = cifar10Files;
    const error = await rejection(cifar10.load({ dataDir: await folderWith(rest) }));
    expect(error).toBeInstanceOf(DatasetFilesMissingError);
    expect(error.message).toMatch(/data_batch_3\.bin \(in cifar-10-binary\.tar\.gz, from https:/);
  });

  it("refuses labels outside the classes", async () => {
    const files = { ...cifar10Files, "test_batch.bin": record([10], 0) };
    const error = await rejection(cifar10.load({ dataDir: await folderWith(files) }));
    expect(error).toBeInstanceOf(DatasetFormatError);
    expect(error.message).toMatch(/cifar10 test file: expected labels from 0 to 9, received 10/);
  });
});

describe("CIFAR-100", () => {
  it("has 100 fine and 20 coarse names, in the order of the published lists", () => {
    expect([cifar100FineNames.length, new Set(cifar100FineNames).size]).toEqual([100, 100]);
    expect([cifar100CoarseNames.length, new Set(cifar100CoarseNames).size]).toEqual([20, 20]);
    for (const names of [cifar100FineNames, cifar100CoarseNames]) {
      expect([...names]).toEqual([...names].sort());
    }
  });

  it("loads fine labels, or coarse ones", async () => {
    const dataDir = await folderWith(cifar100Files, "cifar-100-binary");
    const fine = await cifar100.load({ dataDir });
    expect(fine.train.classNames[fine.train.labels[0]!]).toBe("worm");
    expect(fine.test.classNames[fine.test.labels[0]!]).toBe("beaver");
    const coarse = await cifar100.load({ dataDir, labels: "coarse" });
    expect(coarse.train.classNames[coarse.train.labels[0]!]).toBe("non-insect_invertebrates");
    expect(coarse.test.classNames[coarse.test.labels[0]!]).toBe("aquatic_mammals");
  });
});
