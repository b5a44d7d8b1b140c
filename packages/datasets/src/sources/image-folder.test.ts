import { mkdir, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { rejection, temporaryFolder } from "../../test/helpers.js";
import { classTree, pickedFiles, plainPng } from "../../test/image-trees.js";
import { zipOf } from "../../test/zip-archives.js";
import { DatasetFormatError, UnreadableImagesError } from "../errors.js";
import type { FolderImages } from "../folder/folder-images.js";
import { leftOutText } from "../folder/left-out.js";
import { loadDataset } from "../load-dataset.js";
import { imageFolder } from "./image-folder.js";
import { imageZip } from "./image-zip.js";

async function folderOf(files: Readonly<Record<string, Uint8Array | string>>): Promise<string> {
  const root = await temporaryFolder();
  for (const [path, bytes] of Object.entries(files)) {
    await mkdir(join(root, dirname(path)), { recursive: true });
    await writeFile(join(root, path), bytes);
  }
  return root;
}

const shape = [2, 3, 1] as const;

/** The grey level of each image; every image of these tests has one. */
async function levels(images: FolderImages): Promise<number[]> {
  const out = new Uint8Array(images.length * 6);
  await images.read([...images.labels.keys()], out);
  return Array.from({ length: images.length }, (_, i) => {
    expect(new Set(out.subarray(6 * i, 6 * i + 6)).size).toBe(1);
    return out[6 * i]!;
  });
}

describe("imageFolder", () => {
  it("reads class folders and keeps a fifth of each class for the test", async () => {
    const root = await folderOf(classTree(["c2", "c10"], 10));
    const { train, test, classNames, skipped } = await imageFolder(root, { shape });
    expect(classNames).toEqual(["c2", "c10"]);
    expect([train.length, test!.length]).toEqual([16, 4]);
    expect(Array.from(test!.labels)).toEqual([0, 0, 1, 1]);
    expect(skipped).toEqual([]);
    const all = [...(await levels(train)), ...(await levels(test!))];
    expect(all.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i));
    expect(test!.pathOf(3)).toMatch(/^c10\/\d\.png$/);
  });

  it("chooses the same test set every time, another one for another seed", async () => {
    const root = await folderOf(classTree(["a", "b"], 30));
    const chosen = async (seed: number) => levels((await imageFolder(root, { shape, seed })).test!);
    expect(await chosen(0)).toEqual(await chosen(0));
    expect(await chosen(1)).not.toEqual(await chosen(0));
  });

  it("takes the parts as they are", async () => {
    const files = { ...classTree(["a", "b"], 3, "train/"), ...classTree(["a", "b"], 2, "val/") };
    const two = await imageFolder(await folderOf(files), { shape });
    expect([two.train.length, two.validation, two.test!.length]).toEqual([6, undefined, 4]);
    const three = await imageFolder(await folderOf({ ...files, ...classTree(["b"], 1, "test/") }), { shape });
    expect([three.train.length, three.validation!.length, three.test!.length]).toEqual([6, 4, 1]);
    expect(Array.from(three.test!.labels)).toEqual([1]);
    const one = await imageFolder(await folderOf(classTree(["a", "b"], 2)), { shape, testFraction: 0 });
    expect([one.train.length, one.test]).toEqual([4, undefined]);
  });

  it("leaves out what is hidden, of the system or no image by its name", async () => {
    const root = await folderOf({
      ...classTree(["a", "b"], 2),
      "a/.DS_Store": "x",
      "a/Thumbs.db": "x",
      "a/._1.png": "x",
      "a/notes.txt": "x",
      "a/drawing.svg": "<svg/>",
      "__MACOSX/a/1.png": "x",
      ".git/c/1.png": "x",
    });
    const { train, classNames, leftOut } = await imageFolder(root, { shape, testFraction: 0 });
    expect(classNames).toEqual(["a", "b"]);
    expect(await levels(train)).toEqual([0, 1, 2, 3]);
    expect(leftOut).toEqual({ ".svg": 1, ".txt": 1 });
  });

  it("counts what it leaves out by extension, and images without a class", async () => {
    const tree = {
      ...classTree(["a", "b"], 2),
      "a/1.xyz": plainPng(1),
      "a/2.XYZ": plainPng(1),
      "b/deep.er/README": plainPng(1),
      "b/notes.txt": plainPng(1),
      "1.png": plainPng(1),
      ".hidden.xyz": plainPng(1),
    };
    const expected = { leftOut: { ".xyz": 2, "": 1, ".txt": 1 }, withoutClass: 1 };
    const folder = await imageFolder(await folderOf(tree), { shape });
    expect(folder).toMatchObject(expected);
    expect(Object.keys(folder.leftOut)[0]).toBe(".xyz");
    expect(await imageFolder(pickedFiles(tree), { shape })).toMatchObject(expected);
    expect(await imageZip(zipOf(tree), { shape })).toMatchObject(expected);
    expect(await loadDataset(`folder:${await folderOf(tree)}`)).toMatchObject(expected);
    expect(leftOutText(folder)).toBe("2 .xyz, 1 without extension, 1 .txt, 1 image in no folder of a class");
    expect(await imageFolder(await folderOf(classTree(["a", "b"], 2)), { shape })).toMatchObject({
      leftOut: {},
      withoutClass: 0,
    });
  });

  it("reads what a file is, whatever its name says", async () => {
    const root = await folderOf({ "a/0.jpg": plainPng(7), "b/0.tiff": plainPng(9) });
    const { train } = await imageFolder(root, { shape, testFraction: 0 });
    expect(await levels(train)).toEqual([7, 9]);
  });

  it("reads in any order, again, and from memory", async () => {
    const root = await folderOf(classTree(["a", "b"], 4));
    for (const memoryCache of [0, 20, 2 ** 20]) {
      const { train } = await imageFolder(root, { shape, memoryCache, testFraction: 0 });
      for (let round = 0; round < 2; round++) {
        const out = new Uint8Array(24);
        await train.read([5, 0, 5, 7], out);
        expect(Array.from(out).filter((_, i) => i % 6 === 0)).toEqual([5, 0, 5, 7]);
      }
    }
  });

  describe("with images that do not decode", () => {
    const files = {
      ...classTree(["a", "b"], 3),
      "a/broken.png": plainPng(9).subarray(0, 45),
      "b/page.jpg": "<!doctype html><p>not found</p>",
      "b/empty.gif": "",
      "b/program.png": '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>',
    };

    it("names all of them when one is met", async () => {
      const { train } = await imageFolder(await folderOf(files), { shape, testFraction: 0 });
      expect(train.length).toBe(10);
      const error = (await rejection(train.read([3], new Uint8Array(6)))) as UnreadableImagesError;
      expect(error).toBeInstanceOf(UnreadableImagesError);
      expect(error.images.map(({ path }) => path)).toEqual([
        "a/broken.png",
        "b/empty.gif",
        "b/page.jpg",
        "b/program.png",
      ]);
      expect(error.message).toMatch(
        /4 images do not decode: a\/broken\.png: \S.*b\/empty\.gif: the file is empty/,
      );
      expect(error.message).toMatch(/program\.png: it is an SVG drawing/);
      await expect(train.read([0], new Uint8Array(6))).resolves.toBeUndefined();
    });

    it("leaves them out and lists them when asked to", async () => {
      const root = await folderOf(files);
      const { train, skipped } = await imageFolder(root, { shape, testFraction: 0, onBadImage: "skip" });
      expect(await levels(train)).toEqual([0, 1, 2, 3, 4, 5]);
      expect(skipped.map(({ path }) => path)).toHaveLength(4);
      expect(skipped[1]).toEqual({ path: "b/empty.gif", reason: "the file is empty" });
    });

    it("has an error of its own when a file went away", async () => {
      const root = await folderOf(classTree(["a", "b"], 2));
      const { train } = await imageFolder(root, { shape, testFraction: 0 });
      await import("node:fs/promises").then(({ rm }) => rm(join(root, "b", "0.png")));
      const error = (await rejection(train.read([0, 1, 2], new Uint8Array(18)))) as UnreadableImagesError;
      expect(error.images.map(({ path }) => path)).toEqual(["b/0.png"]);
    });
  });

  describe("symbolic links", () => {
    it("are followed inside the folder", async () => {
      const root = await folderOf({ ...classTree(["a"], 2), ...classTree(["b"], 2, ".store/") });
      await symlink(join(root, ".store", "b"), join(root, "b"));
      await symlink(join("..", "a", "0.png"), join(root, "a", "again.png"));
      const { train, classNames } = await imageFolder(root, { shape, testFraction: 0 });
      expect(classNames).toEqual(["a", "b"]);
      expect(await levels(train)).toEqual([0, 1, 0, 0, 1]);
    });

    it("out of it, to nowhere and in a circle are named together", async () => {
      const root = await folderOf(classTree(["a", "b"], 1));
      const outside = await folderOf(classTree(["c"], 1));
      await symlink(join(outside, "c"), join(root, "c"));
      await symlink("/nonexistent", join(root, "a", "x.png"));
      await symlink(root, join(root, "b", "up"));
      const error = (await rejection(imageFolder(root, { shape }))) as DatasetFormatError;
      expect(error).toBeInstanceOf(DatasetFormatError);
      expect(error.problems).toEqual([
        "the link a/x.png leads nowhere",
        "the link b/up leads out of the folder",
        "the link c leads out of the folder",
      ]);
    });

    it("in a circle end", async () => {
      const root = await folderOf(classTree(["a", "b"], 1));
      await symlink(join(root, "a"), join(root, "a", "self"));
      const error = await rejection(imageFolder(root, { shape }));
      expect(error.message).toMatch(/the link a\/self leads in a circle/);
    });
  });

  it.each([
    [
      "a path that is not there",
      async () => join(await temporaryFolder(), "absent"),
      /there is nothing.*Check the path/,
    ],
    ["a file", async () => join(await folderOf({ "x.zip": "x" }), "x.zip"), /it is a file.*imageZip/],
    ["an empty folder", temporaryFolder, /found no images/],
  ])("refuses %s", async (_, folder, message) => {
    const error = await rejection(imageFolder(await folder(), { shape }));
    expect(error).toBeInstanceOf(DatasetFormatError);
    expect(error.message).toMatch(message);
  });

  it("refuses wrong options, all at once", async () => {
    const options = {
      shape: [0, 2, 2] as const,
      testFraction: 1,
      onBadImage: "ignore" as "skip",
      memoryCache: -1,
      background: [0, 0, 300] as const,
    };
    const { message } = await rejection(imageFolder("x", options));
    expect(message).toMatch(
      /imageFolder\.shape.*channels.*testFraction.*onBadImage.*"ignore".*memoryCache.*background.*300/,
    );
  });

  it("ends when told to", async () => {
    const root = await folderOf(classTree(["a", "b"], 2));
    const stopped = AbortSignal.abort(new Error("enough"));
    expect((await rejection(imageFolder(root, { shape, signal: stopped }))).message).toBe("enough");
    const { train } = await imageFolder(root, { shape, testFraction: 0 });
    expect((await rejection(train.read([0], new Uint8Array(6), stopped))).message).toBe("enough");
  });

  it("takes the files that a page gets", async () => {
    const files = pickedFiles({ ...classTree(["a", "b"], 2, "mine/"), "mine/.DS_Store": plainPng(0) });
    const { train, classNames } = await imageFolder(files, { shape, testFraction: 0 });
    expect(classNames).toEqual(["a", "b"]);
    expect(await levels(train)).toEqual([0, 1, 2, 3]);
    expect(train.pathOf(2)).toBe("mine/b/0.png");
  });
});
