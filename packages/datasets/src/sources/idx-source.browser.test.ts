import { gzipSync } from "fflate";
import { beforeEach, describe, expect, it } from "vitest";
import { emptyStorage } from "../../test/empty-storage.js";
import { chunksOf, idxFile, rejection } from "../../test/portable.js";
import { DatasetDownloadError, DatasetFilesMissingError, DatasetFormatError } from "../errors.js";
import { openCache, openFolder } from "../files/store.browser.js";
import { toHex } from "../hex.js";
import { createIdxSource, IDX_FILES } from "./idx-source.js";

const pixels = (count: number) => Array.from({ length: 4 * count }, (_, i) => i);
const contents = [
  idxFile([3, 2, 2], pixels(3)),
  idxFile([3], [0, 1, 1]),
  idxFile([2, 2, 2], pixels(2)),
  idxFile([2], [1, 0]),
].map((bytes) => gzipSync(bytes));
const packed = new Map(IDX_FILES.map((name, i) => [name, contents[i]!]));

/** Served from the page's own memory: `change` is what the server did to the files. */
async function source(change: (bytes: Uint8Array) => Uint8Array = (bytes) => bytes) {
  const files = [...packed].map(async ([name, bytes]) => ({
    name,
    bytes: bytes.length,
    sha256: toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes as BufferSource))),
    urls: [URL.createObjectURL(new Blob([change(bytes) as BlobPart]))],
  }));
  return createIdxSource({
    info: {
      id: "tiny",
      title: "Tiny",
      description: "For tests.",
      shape: [2, 2, 1],
      classNames: ["a", "b"],
      trainSize: 3,
      testSize: 2,
    },
    folders: [],
    files: await Promise.all(files),
  });
}

beforeEach(emptyStorage);

describe("a data set in MNIST's form, in a browser", () => {
  it("is fetched, checked, kept and read from there", async () => {
    const received: number[] = [];
    const { train, test } = await (await source()).load({
      onProgress: ({ receivedBytes }) => received.push(receivedBytes),
    });
    expect(Array.from(train.labels)).toEqual([0, 1, 1]);
    expect(Array.from(test.images)).toEqual(pixels(2));
    expect(Math.max(...received)).toBe(Math.max(...contents.map(({ length }) => length)));
    expect(await openCache("tiny").size("t10k-labels-idx1-ubyte.gz")).toBe(contents[3]!.length);
    expect((await (await source()).load({ offline: true })).train).toEqual(train);
  });

  it("is not kept when it is not what was published", async () => {
    const damaged = await source((bytes) => bytes.map((byte, i) => (i === 20 ? byte ^ 1 : byte)));
    const options = { backoff: 0, rounds: 1 } as object;
    expect(await rejection(damaged.load(options))).toBeInstanceOf(DatasetDownloadError);
    expect(await openCache("tiny").isEmpty()).toBe(true);
    const offline = await rejection(damaged.load({ offline: true }));
    expect(offline).toBeInstanceOf(DatasetFilesMissingError);
    expect(offline.message).toContain("this site's private files");
  });

  it("is read from a folder of the site's own", async () => {
    const folder = openFolder("mine");
    for (const [name, bytes] of packed) await folder.write(name, chunksOf(bytes));
    expect((await (await source()).load({ dataDir: "mine" })).train.length).toBe(3);
  });

  it("names a file that is truncated", async () => {
    const folder = openFolder("mine");
    for (const [name, bytes] of packed) await folder.write(name, chunksOf(bytes.subarray(0, -9)));
    const error = await rejection((await source()).load({ dataDir: "mine" }));
    expect(error).toBeInstanceOf(DatasetFormatError);
    expect(error.message).toMatch(/train-images-idx3-ubyte\.gz .*intact gzip data/);
  });
});
