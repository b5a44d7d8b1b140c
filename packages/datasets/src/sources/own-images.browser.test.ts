import { describe, expect, it } from "vitest";
import { testImageSet } from "../../test/image-set-contract.js";
import { classTree, pickedFiles, plainPng } from "../../test/image-trees.js";
import { rejection } from "../../test/portable.js";
import { zipOf } from "../../test/zip-archives.js";
import { DatasetFormatError, UnreadableImagesError } from "../errors.js";
import type { FolderImages } from "../folder/folder-images.js";
import { imageFolder } from "./image-folder.js";
import { imageZip } from "./image-zip.js";

const tree = classTree(["c2", "c10"], 3);
const options = { shape: [2, 3, 1], testFraction: 0 } as const;

async function levels(images: FolderImages): Promise<number[]> {
  const out = new Uint8Array(images.length * 6);
  await images.read([...images.labels.keys()], out);
  return Array.from({ length: images.length }, (_, i) => out[6 * i]!);
}

/** A real folder, as `showDirectoryPicker` gives one. */
async function directory(
  files: Readonly<Record<string, Uint8Array<ArrayBuffer>>>,
): Promise<FileSystemDirectoryHandle> {
  const root = await navigator.storage.getDirectory();
  const folder = await root.getDirectoryHandle(`images-${crypto.randomUUID()}`, { create: true });
  for (const [path, bytes] of Object.entries(files)) {
    const names = path.split("/");
    let parent = folder;
    for (const name of names.slice(0, -1)) parent = await parent.getDirectoryHandle(name, { create: true });
    const writable = await (await parent.getFileHandle(names.at(-1)!, { create: true })).createWritable();
    await writable.write(bytes);
    await writable.close();
  }
  return folder;
}

testImageSet("directory handle", async () => (await imageFolder(await directory(tree), options)).train);
testImageSet("files of an input", async () => (await imageFolder(pickedFiles(tree), options)).train);
testImageSet("zip file", async () => (await imageZip(new File([zipOf(tree)], "my.zip"), options)).train);

describe("your own images in a browser", () => {
  it.each([
    ["a directory handle", async () => imageFolder(await directory(tree), options)],
    ["the files of an input", async () => imageFolder(pickedFiles(tree), options)],
    ["a zip file", async () => imageZip(new File([zipOf(tree)], "my.zip"), options)],
    ["a URL of a zip", async () => imageZip(URL.createObjectURL(new Blob([zipOf(tree)])), options)],
  ])("come from %s", async (_, open) => {
    const { train, classNames } = await open();
    expect(classNames).toEqual(["c2", "c10"]);
    expect(await levels(train)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it("names every image that does not decode, and every entry that escapes", async () => {
    const files = pickedFiles({
      ...tree,
      "c2/broken.png": plainPng(9).slice(0, 45),
      "c10/empty.jpg": new Uint8Array(),
    });
    const { train } = await imageFolder(files, options);
    const error = (await rejection(levels(train))) as UnreadableImagesError;
    expect(error).toBeInstanceOf(UnreadableImagesError);
    expect(error.images.map(({ path }) => path)).toEqual(["c10/empty.jpg", "c2/broken.png"]);
    const { skipped } = await imageFolder(files, { ...options, onBadImage: "skip" });
    expect(skipped).toHaveLength(2);
    const escaping = new File([zipOf({ ...tree, "../x.png": plainPng(1) })], "x.zip");
    expect(await rejection(imageZip(escaping, options))).toBeInstanceOf(DatasetFormatError);
  });

  it("never inflates more than an entry claims, and finds damage by the checksum", async () => {
    const archive = zipOf(tree);
    archive[60]! ^= 0x10;
    const { train } = await imageZip(archive, options);
    expect(await rejection(levels(train))).toBeInstanceOf(UnreadableImagesError);
  });

  it("says what a page cannot do", async () => {
    expect((await rejection(imageFolder("my/images", options))).message).toMatch(
      /cannot open "my\/images" by its path/,
    );
    const cached = imageFolder(pickedFiles(tree), { ...options, decodedCache: true });
    expect((await rejection(cached)).message).toMatch(/decodedCache: a browser has no file/);
  });
});
