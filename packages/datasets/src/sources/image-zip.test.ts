import { assert, asyncProperty, integer, nat, uint8Array } from "fast-check";
import { describe, expect, it } from "vitest";
import { crc32 } from "#zip-file";
import { fromHex } from "../../test/golden-picture.js";
import { classTree, plainPng } from "../../test/image-trees.js";
import { rejection } from "../../test/portable.js";
import { withEntries, withRawNames, zipOf } from "../../test/zip-archives.js";
import { DatasetFormatError, UnreadableImagesError } from "../errors.js";
import { type ImageZipOptions, imageZip } from "./image-zip.js";

const shape = [2, 3, 1] as const;
const options: ImageZipOptions = { shape, testFraction: 0 };
const tree = classTree(["c2", "c10"], 3);
const LINK = { attrs: 0o120777 << 16, os: 3 };

async function levels(archive: Uint8Array | Blob): Promise<number[]> {
  const { train } = await imageZip(archive, options);
  const out = new Uint8Array(train.length * 6);
  await train.read([...train.labels.keys()], out);
  return Array.from({ length: train.length }, (_, i) => out[6 * i]!);
}

async function refusal(archive: Uint8Array, more: ImageZipOptions = {}): Promise<DatasetFormatError> {
  const error = await rejection(imageZip(archive, { ...options, ...more }));
  expect(error).toBeInstanceOf(DatasetFormatError);
  return error as DatasetFormatError;
}

describe("imageZip", () => {
  it("reads class folders, deflated and stored, from bytes and from a file", async () => {
    const stored = Object.fromEntries(
      Object.entries(tree).map(([path, bytes]): [string, [Uint8Array, { level: 0 }]] => [
        path,
        [bytes, { level: 0 }],
      ]),
    );
    for (const archive of [zipOf(tree), zipOf(stored)]) {
      expect(await levels(archive)).toEqual([0, 1, 2, 3, 4, 5]);
      expect(await levels(new File([archive], "images.zip"))).toEqual([0, 1, 2, 3, 4, 5]);
    }
    const { classNames, train } = await imageZip(zipOf(tree), options);
    expect(classNames).toEqual(["c2", "c10"]);
    expect(train.pathOf(0)).toBe("c2/0.png");
  });

  it("reads parts below a folder around everything, and leaves out what systems put there", async () => {
    const archive = zipOf({
      ...classTree(["a", "b"], 2, "My data/train/"),
      ...classTree(["a", "b"], 1, "My data/test/"),
      "__MACOSX/My data/train/a/._0.png": plainPng(0),
      "My data/.DS_Store": plainPng(0),
    });
    const { train, test } = await imageZip(archive, options);
    expect([train.length, test!.length]).toEqual([4, 2]);
  });

  it("takes backslashes for folders", async () => {
    const archive = zipOf({ "a\\1.png": plainPng(7), "b\\2.png": plainPng(9) });
    expect(await levels(archive)).toEqual([7, 9]);
  });

  it("reads names in the code page of a country, where half a letter may be a backslash", async () => {
    // By Python: "ソース/表1.png" and "能力/図1.png" in cp932. ソ ends in 0x5C, and so do 表 and 能.
    const names = {
      "aaaaaa/bb1.png": "835c815b83582f955c312e706e67",
      "cccc/dd1.png": "945c97cd2f907d312e706e67",
    };
    const archive = zipOf(Object.fromEntries(Object.keys(names).map((name, i) => [name, plainPng(i)])));
    const { train, classNames } = await imageZip(
      withRawNames(archive, (name) => fromHex(names[name as keyof typeof names])),
      options,
    );
    expect(classNames).toEqual(["ソース", "能力"]);
    expect([0, 1].map((i) => train.pathOf(i))).toEqual(["ソース/表1.png", "能力/図1.png"]);
  });

  it("prefers the name in UTF-8 that stands beside one in a code page", async () => {
    const raw = fromHex("945c97cd2f907d312e706e67");
    const path = new TextEncoder().encode("他の/名前1.png");
    const field = new Uint8Array(5 + path.length);
    field[0] = 1;
    new DataView(field.buffer).setUint32(1, crc32(raw), true);
    field.set(path, 5);
    const archive = zipOf({
      "cccc/dd1.png": [plainPng(1), { extra: { 28789: field } }],
      "b/1.png": plainPng(2),
    });
    const { classNames } = await imageZip(
      withRawNames(archive, (name) => (name.startsWith("c") ? raw : new TextEncoder().encode(name))),
      options,
    );
    expect([...classNames].sort()).toEqual(["b", "他の"]);
  });

  it("names every entry that escapes, is absolute or a link", async () => {
    const { problems } = await refusal(
      zipOf({
        ...tree,
        "../evil.png": plainPng(1),
        "a/../../evil.png": plainPng(1),
        "/etc/evil.png": plainPng(1),
        "C:\\evil.png": plainPng(1),
        "c2/link.png": [new TextEncoder().encode("/etc/passwd"), LINK],
      }),
    );
    expect(problems).toEqual([
      "../evil.png leads out of the archive",
      "a/../../evil.png leads out of the archive",
      "/etc/evil.png is an absolute path",
      "C:\\evil.png is an absolute path",
      "c2/link.png is a link",
    ]);
  });

  it("refuses entries that claim gigabytes, before anything is inflated", async () => {
    const huge = withEntries(zipOf(tree), (entry, name) => {
      if (name === "c2/0.png") entry.setUint32(24, 3_000_000_000, true);
      if (name === "c2/1.png") entry.setUint32(24, 900_000_000, true);
    });
    const { problems } = await refusal(huge);
    expect(problems[0]).toMatch(
      /c2\/0\.png claims 3000000000 bytes, more than limits\.maxFileBytes, 1073741824/,
    );
    expect(problems[1]).toMatch(
      /c2\/1\.png claims 900000000 bytes from \d+, more than limits\.maxRatio, 200/,
    );
    expect((await refusal(zipOf(tree), { limits: { maxFileBytes: 10 } })).problems).toHaveLength(6);
    expect((await refusal(zipOf(tree), { limits: { maxEntries: 4 } })).message).toMatch(/at most 4 entries/);
  });

  it("never inflates more than an entry claims", async () => {
    const bomb = zipOf({ ...tree, "c2/0.png": new Uint8Array(5_000_000) });
    const lying = withEntries(bomb, (entry, name) => {
      if (name === "c2/0.png") entry.setUint32(24, 100, true);
    });
    const { train } = await imageZip(lying, options);
    const error = (await rejection(train.read([0], new Uint8Array(6)))) as UnreadableImagesError;
    expect(error).toBeInstanceOf(UnreadableImagesError);
    expect(error.images.map(({ path }) => path)).toEqual(["c2/0.png"]);
  });

  it("refuses what is encrypted, packed otherwise or there twice", async () => {
    const encrypted = withEntries(zipOf(tree), (entry) => entry.setUint16(8, 1, true));
    expect((await refusal(encrypted)).problems[0]).toBe("c2/0.png is encrypted");
    const packed = withEntries(zipOf(tree), (entry) => entry.setUint16(10, 14, true));
    expect((await refusal(packed)).problems[0]).toBe("c2/0.png is packed by method 14; deflate it");
    const twice = zipOf({ ...tree, "./c2/0.png": plainPng(1) });
    expect((await refusal(twice)).problems).toEqual(["./c2/0.png is there twice"]);
  });

  it.each([
    ["nothing", () => new Uint8Array(0)],
    [
      "text",
      () => new TextEncoder().encode("<!doctype html><p>This is no archive, whatever its name says.</p>"),
    ],
    ["an archive without its end", () => zipOf(tree).slice(0, -30)],
    ["an archive without its beginning", () => zipOf(tree).slice(400)],
  ])("refuses %s", async (_, archive) => {
    const error = await rejection(levels(archive()));
    expect([DatasetFormatError, UnreadableImagesError]).toContain(error.constructor);
  });

  it("finds damage by the checksum", async () => {
    const archive = zipOf(tree);
    archive[60]! ^= 0x10;
    const error = (await rejection(levels(archive))) as UnreadableImagesError;
    expect(error.images[0]).toMatchObject({ path: "c2/0.png" });
  });

  it("gives the right pixels or an error of its own for any bytes and any damage", async () => {
    const archive = zipOf(tree);
    const result = async (bytes: Uint8Array) => {
      try {
        return await levels(bytes);
      } catch (error) {
        expect([DatasetFormatError, UnreadableImagesError]).toContain((error as Error).constructor);
        return undefined;
      }
    };
    await assert(
      asyncProperty(uint8Array({ maxLength: 300 }), async (bytes) => {
        expect(await result(bytes)).toBeUndefined();
      }),
    );
    await assert(
      asyncProperty(nat(archive.length - 1), integer({ min: 1, max: 255 }), async (at, change) => {
        const damaged = archive.slice();
        damaged[at]! ^= change;
        const found = await result(damaged);
        // A changed name gives other classes, or fewer images, but never other pixels.
        if (found !== undefined) for (const level of found) expect([0, 1, 2, 3, 4, 5]).toContain(level);
      }),
      { numRuns: 300 },
    );
    await assert(
      asyncProperty(nat(archive.length), async (length) => {
        if (length < archive.length) expect(await result(archive.subarray(0, length))).toBeUndefined();
      }),
    );
  });
});
