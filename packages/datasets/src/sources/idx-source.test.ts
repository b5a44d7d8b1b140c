import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import {
  idxFile,
  realMnist,
  rejection,
  remoteFile,
  serve,
  sha256Of,
  temporaryFolder,
} from "../../test/helpers.js";
import { describe as statistics } from "../describe.js";
import { DatasetFormatError } from "../errors.js";
import { fingerprint } from "../fingerprint.js";
import { createIdxSource, IDX_FILES } from "./idx-source.js";
import { mnist } from "./mnist.js";

const SHAPE = [2, 2, 1] as const;
const pixels = (count: number) => Array.from({ length: 4 * count }, (_, i) => i);
const plain = {
  "train-images-idx3-ubyte": idxFile([3, 2, 2], pixels(3)),
  "train-labels-idx1-ubyte": idxFile([3], [0, 1, 1]),
  "t10k-images-idx3-ubyte": idxFile([2, 2, 2], pixels(2)),
  "t10k-labels-idx1-ubyte": idxFile([2], [1, 0]),
};

const source = (id = "tiny", url = "http://127.0.0.1:1") =>
  createIdxSource({
    info: {
      id,
      title: "Tiny",
      description: "For tests.",
      shape: SHAPE,
      classNames: ["a", "b"],
      trainSize: 3,
      testSize: 2,
    },
    folders: ["sub/raw"],
    files: IDX_FILES.map((name) => {
      const packed = new Uint8Array(gzipSync(plain[name.replace(".gz", "") as keyof typeof plain]));
      return remoteFile(name, packed, `${url}/${name}`);
    }),
  });

async function folderWith(files: Record<string, Uint8Array>): Promise<string> {
  const folder = await temporaryFolder();
  for (const [name, bytes] of Object.entries(files)) {
    await mkdir(join(folder, name, ".."), { recursive: true });
    await writeFile(join(folder, name), bytes);
  }
  return folder;
}

const renamed = (
  rename: (name: string) => string,
  pack: (bytes: Uint8Array) => Uint8Array = (bytes) => bytes,
) => Object.fromEntries(Object.entries(plain).map(([name, bytes]) => [rename(name), pack(bytes)]));

describe("a data set in MNIST's form", () => {
  it.each([
    ["plain", renamed((name) => name)],
    ["gzip", renamed((name) => `${name}.gz`, gzipSync)],
    ["plain with dots", renamed((name) => name.replace("-idx", ".idx"))],
    ["gzip with dots", renamed((name) => `${name.replace("-idx", ".idx")}.gz`, gzipSync)],
    ["in a subfolder", renamed((name) => `sub/raw/${name}`)],
    ["inflated by a browser that kept the name", renamed((name) => `${name}.gz`)],
  ])("loads from files: %s", async (_, files) => {
    const { train, test, ...rest } = await source().load({ dataDir: await folderWith(files) });
    expect(rest).toEqual({ id: "tiny", shape: SHAPE, classNames: ["a", "b"] });
    expect([train.length, test.length]).toEqual([3, 2]);
    expect(Array.from(train.images)).toEqual(pixels(3));
    expect(Array.from(test.labels)).toEqual([1, 0]);
  });

  it("loads, and fetches, only the files of the part that is asked for", async () => {
    const train = renamed((name) => name);
    for (const name of Object.keys(train)) if (name.startsWith("t10k")) delete train[name];
    const { train: images, ...rest } = await source().load({
      dataDir: await folderWith(train),
      split: "train",
    });
    expect(Array.from(images.labels)).toEqual([0, 1, 1]);
    expect(rest).not.toHaveProperty("test");

    const { url, requests } = await serve((request, response) => {
      const name = (request.url ?? "").slice(1).replace(".gz", "") as keyof typeof plain;
      response.end(gzipSync(plain[name]));
    });
    const cacheDir = await temporaryFolder();
    await source("tiny", url).load({ cacheDir, split: "test" });
    expect(requests).toEqual(["/t10k-images-idx3-ubyte.gz", "/t10k-labels-idx1-ubyte.gz"]);
    expect((await source("tiny", url).load({ cacheDir })).train.length).toBe(3);
    expect(requests).toHaveLength(4);
  });

  it("loads from the network", async () => {
    const { url } = await serve((request, response) => {
      const name = (request.url ?? "").slice(1).replace(".gz", "") as keyof typeof plain;
      response.end(gzipSync(plain[name]));
    });
    const { train } = await source("tiny", url).load({ cacheDir: await temporaryFolder() });
    expect(Array.from(train.labels)).toEqual([0, 1, 1]);
  });

  it.each([
    ["other counts", { "train-labels-idx1-ubyte": idxFile([2], [0, 1]) }, /received 3 images and 2 labels/],
    [
      "other sizes",
      { "t10k-images-idx3-ubyte": idxFile([2, 2, 3], pixels(3)) },
      /images of 2×2, received 2×3/,
    ],
    [
      "labels outside",
      { "t10k-labels-idx1-ubyte": idxFile([2], [1, 2]) },
      /t10k-labels.*labels from 0 to 1, received 2/,
    ],
    [
      "swapped files",
      { "t10k-labels-idx1-ubyte": plain["t10k-images-idx3-ubyte"] },
      /t10k-labels.*0x00000801, received 0x00000803/,
    ],
    [
      "damaged gzip",
      { "t10k-labels-idx1-ubyte": gzipSync(plain["t10k-labels-idx1-ubyte"]).subarray(0, 15) },
      /t10k-labels.*intact gzip/,
    ],
  ])("refuses %s and names the file", async (_, wrong, message) => {
    const dataDir = await folderWith({ ...plain, ...wrong });
    const error = await rejection(source().load({ dataDir }));
    expect(error).toBeInstanceOf(DatasetFormatError);
    expect(error.message).toMatch(message);
    expect(error.message).toContain(dataDir);
  });
});

const folder = realMnist();

describe.skipIf(folder === undefined)("the real MNIST", () => {
  it("loads, with the counts and the statistics that everybody knows", async () => {
    const { train, test } = await mnist.load({ dataDir: folder! });
    const { min, max, mean, std, classCounts } = statistics(train);
    expect([train.length, test.length, min, max]).toEqual([60_000, 10_000, 0, 255]);
    expect(classCounts).toEqual([5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]);
    expect(mean[0]).toBeCloseTo(0.1307, 4);
    expect(std[0]).toBeCloseTo(0.3081, 3);
    expect(await fingerprint(test)).toMatchInlineSnapshot(
      `"26903d568cb432b864cdd72d3abeb92b5cebdb7d0ba0d2b51956b12f4daf8173"`,
    );
  });

  it.each(IDX_FILES.slice(1))("has the published size and digest: %s", async (name) => {
    const bytes = await readFile(join(folder!, name));
    const published = mnist.info.files.find((file) => file.name === name)!;
    expect([bytes.length, sha256Of(bytes)]).toEqual([published.bytes, published.sha256]);
  });

  it("loads one part alone as it loads both, from its files alone", async () => {
    const both = await mnist.load({ dataDir: folder! });
    const names = IDX_FILES.slice(2);
    const files = new Map<string, Uint8Array>();
    for (const name of names) files.set(name, await readFile(join(folder!, name)));
    const alone = await mnist.load({ files, split: "test" });
    expect(alone).not.toHaveProperty("train");
    expect(await fingerprint(alone.test)).toBe(await fingerprint(both.test));
  });

  it.each(["train", "test"] as const)("is not taken for Fashion-MNIST by its %s labels", async (split) => {
    const lookalike = createIdxSource({
      info: { ...mnist.info, id: "fashion-mnist" },
      folders: [],
      files: mnist.info.files,
    });
    const error = await rejection(lookalike.load({ dataDir: folder!, split }));
    expect(error.message).toMatch(/expected the labels of fashion-mnist, received those of mnist/);
  });
});
