import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { packTar } from "modern-tar";
import { describe, expect, it } from "vitest";
import { rejection, temporaryFolder } from "../../test/helpers.js";
import { cifar100CoarseNames, cifar100FineNames } from "../class-names.js";
import { DatasetFilesMissingError, DatasetFormatError } from "../errors.js";
import { loadDataset } from "../load-dataset.js";
import { mapLabels } from "../sets/map-labels.js";
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

/** The same as pickles, as Python writes them in its simplest form. */
const cifar10Pickles = Object.fromEntries(
  Object.entries(cifar10Files).map(([name, bytes]) => [name.replace(".bin", ""), pickleOf(bytes)]),
);

function pickleOf([label, ...pixels]: Uint8Array): Uint8Array {
  const text = (value: string) => Uint8Array.from(value, (letter) => letter.charCodeAt(0));
  const array = "cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\x00\x85U\x01b\x87R";
  const type = "cnumpy\ndtype\nU\x02u1K\x00K\x01\x87R";
  return Uint8Array.from([
    ...text("\x80\x02}(U\x06labels]K"),
    label!,
    ...text(`aU\x04data${array}(K\x01K\x01M\x00\x0c\x86${type}\x89T\x00\x0c\x00\x00`),
    ...pixels,
    ...text("tbu."),
  ]);
}

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

  it.each([
    ["data folder, as torchvision unpacks it", "cifar-10-batches-py"],
    ["data folder, as Keras unpacks it", "cifar-10-batches-py-target/cifar-10-batches-py"],
    ["folder itself", "."],
  ])("loads the python version in the %s", async (_, subfolder) => {
    const dataDir = await folderWith(cifar10Pickles, subfolder);
    const { train, test } = await cifar10.load({ dataDir });
    expect(Array.from(train.labels)).toEqual([1, 2, 3, 4, 5]);
    expect(train.images[4 * 3072]).toBe(50);
    expect(Array.from(test.labels)).toEqual([9]);
  });

  it.each([["cifar-10-python.tar.gz"], ["cifar-10-batches-py.tar.gz"]])("loads from %s", async (name) => {
    const archive = await archiveOf(cifar10Pickles, "cifar-10-batches-py");
    const { train } = await cifar10.load({ dataDir: await folderWith({ [name]: archive }) });
    expect(Array.from(train.labels)).toEqual([1, 2, 3, 4, 5]);
  });

  it("prefers unpacked files to archives", async () => {
    const dataDir = await folderWith({
      ...cifar10Files,
      "cifar-10-binary.tar.gz": new TextEncoder().encode("damaged"),
    });
    expect((await cifar10.load({ dataDir })).test.length).toBe(1);
  });

  it("loads one part alone, and needs only its files", async () => {
    const { "test_batch.bin": test, ...train } = cifar10Files;
    const onlyTest = await cifar10.load({
      dataDir: await folderWith({ "test_batch.bin": test! }),
      split: "test",
    });
    expect(onlyTest).not.toHaveProperty("train");
    expect(Array.from(onlyTest.test.labels)).toEqual([9]);
    const onlyTrain = await cifar10.load({ dataDir: await folderWith(train), split: "train" });
    expect(onlyTrain.train.length).toBe(5);
    const archive = await archiveOf(cifar10Files, "cifar-10-batches-bin");
    const files = new Map([["cifar-10-binary.tar.gz", archive]]);
    expect((await cifar10.load({ files, split: "test" })).test.length).toBe(1);
  });

  it.each<[string, Record<string, Uint8Array>, RegExp]>([
    [
      "files of different sizes",
      { "data_batch_2.bin": new Uint8Array([...record([2], 1), ...record([2], 1)]) },
      /expected 1 images in data_batch_2\.bin as in the others, received 2/,
    ],
    [
      "more images than were published",
      { "data_batch_1.bin": new Uint8Array(10_001 * 3073) },
      /expected at most 10000 images in data_batch_1\.bin, received 10001/,
    ],
    [
      "a truncated file",
      { "test_batch.bin": record([9], 1).subarray(1) },
      /records of 3073 bytes, received 3072/,
    ],
  ])("refuses %s, unpacked or in an archive", async (_, changed, message) => {
    const files = { ...cifar10Files, ...changed };
    const archive = await archiveOf(files, "cifar-10-batches-bin");
    for (const content of [files, { "cifar-10-binary.tar.gz": archive }]) {
      const error = await rejection(cifar10.load({ dataDir: await folderWith(content) }));
      expect(error).toBeInstanceOf(DatasetFormatError);
      expect(error.message).toMatch(message);
    }
  });

  it("refuses an archive that lacks a file, or has one twice", async () => {
    const { "data_batch_3.bin": _, ...rest } = cifar10Files;
    const lacking = await archiveOf(rest, "cifar-10-batches-bin");
    const error = await rejection(
      cifar10.load({ dataDir: await folderWith({ "cifar-10-binary.tar.gz": lacking }) }),
    );
    expect(error.message).toMatch(/expected data_batch_3\.bin in it, it lacks that/);
    const twice = await archiveOf({ ...cifar10Files, "again/test_batch.bin": record([9], 1) }, "x");
    const files = new Map([["cifar-10-binary.tar.gz", twice]]);
    expect((await rejection(cifar10.load({ files }))).message).toMatch(/expected one test_batch\.bin/);
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

  it("loads fine labels with the superclasses beside them", async () => {
    const dataDir = await folderWith(cifar100Files);
    const { train, superclasses } = await loadDataset("cifar100", { dataDir, labels: "both" });
    expect(train.classNames).toHaveLength(100);
    const coarse = mapLabels(train, (label) => superclasses.classOf[label]!, superclasses.classNames);
    expect(coarse).toEqual((await cifar100.load({ dataDir, labels: "coarse" })).train);
    // https://www.cs.toronto.edu/~kriz/cifar.html lists five classes of each.
    const members = superclasses.classNames.map((_, index) =>
      cifar100FineNames.filter((_, label) => superclasses.classOf[label] === index),
    );
    expect(members.every(({ length }) => length === 5)).toBe(true);
    expect(members[0]).toEqual(["beaver", "dolphin", "otter", "seal", "whale"]);
    expect(members[19]).toEqual(["lawn_mower", "rocket", "streetcar", "tank", "tractor"]);
  });

  it("refuses a class in another superclass than its own: a bit of a label is wrong", async () => {
    const files = { ...cifar100Files, "train.bin": record([12, 99], 1) };
    const error = await rejection(cifar100.load({ dataDir: await folderWith(files) }));
    expect(error).toBeInstanceOf(DatasetFormatError);
    expect(error.message).toMatch(
      /expected superclass 13 for a record of class worm, received 12 at position 0/,
    );
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
