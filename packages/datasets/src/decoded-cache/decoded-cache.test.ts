import { spawn } from "node:child_process";
import { mkdir, readdir, readFile, stat, utimes, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { rejection, temporaryFolder } from "../../test/helpers.js";
import { classTree, plainPng } from "../../test/image-trees.js";
import { DatasetStorageError } from "../errors.js";
import { imageFolder } from "../sources/image-folder.js";

const shape = [2, 3, 1] as const;

async function images(count = 4): Promise<string> {
  const root = await temporaryFolder();
  for (const name of ["a", "b"]) await mkdir(join(root, name));
  for (const [path, bytes] of Object.entries(classTree(["a", "b"], count)))
    await writeFile(join(root, path), bytes);
  return root;
}

async function levels(root: string, decodedCache: string): Promise<number[]> {
  const { train } = await imageFolder(root, { shape, testFraction: 0, memoryCache: 0, decodedCache });
  const out = new Uint8Array(train.length * 6);
  await train.read([...train.labels.keys()], out);
  return Array.from({ length: train.length }, (_, i) => out[6 * i]!);
}

/** Replaces a file by another of the same size and time, which only a second decoding would notice. */
async function replaceUnnoticed(path: string, level: number): Promise<void> {
  const { atime, mtime, size } = await stat(path);
  const bytes = plainPng(level);
  expect(bytes.length).toBe(size);
  await writeFile(path, bytes);
  await utimes(path, atime, mtime);
}

describe("decodedCache", () => {
  it("decodes each image once, in one run and the next", async () => {
    const [root, cache] = [await images(), await temporaryFolder()];
    expect(await levels(root, cache)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    const whole = new Date(Math.floor(Date.now() / 1000) * 1000);
    await utimes(join(root, "a", "1.png"), whole, whole);
    expect(await levels(root, cache)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    await replaceUnnoticed(join(root, "a", "1.png"), 99);
    expect(await levels(root, cache)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(await readdir(cache)).toHaveLength(1);
  });

  it("notices a changed, a new and a renamed file", async () => {
    const [root, cache] = [await images(), await temporaryFolder()];
    await levels(root, cache);
    await writeFile(join(root, "a", "1.png"), plainPng(50, 7, 7));
    expect(await levels(root, cache)).toEqual([0, 50, 2, 3, 4, 5, 6, 7]);
    await writeFile(join(root, "a", "11.png"), plainPng(60));
    expect(await levels(root, cache)).toEqual([0, 50, 60, 2, 3, 4, 5, 6, 7]);
    expect(await readdir(cache)).toHaveLength(1);
  });

  it("keeps other sizes and ways to fit apart", async () => {
    const [root, cache] = [await images(), await temporaryFolder()];
    for (const fit of ["fill", "contain"] as const) {
      await imageFolder(root, { shape, fit, decodedCache: cache });
      await imageFolder(root, { shape: [4, 4, 3], fit, decodedCache: cache });
    }
    expect(await readdir(cache)).toHaveLength(4);
  });

  it("finds damage, and decodes again what is damaged or cut off", async () => {
    const [root, cache] = [await images(), await temporaryFolder()];
    await levels(root, cache);
    const [name] = await readdir(cache);
    const file = join(cache, name!);
    const bytes = await readFile(file);
    expect(bytes.subarray(0, 16).toString()).toBe("IMGCLS-DECODED-1");
    expect(bytes.length).toBe(4096 + 8 * 6);
    bytes[4096 + 8] = 200;
    await writeFile(file, bytes);
    expect(await levels(root, cache)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    for (const damaged of [bytes.subarray(0, 4100), Buffer.from("something else"), Buffer.alloc(0)]) {
      await writeFile(file, damaged);
      expect(await levels(root, cache)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    }
  });

  it("says where it cannot be written", async () => {
    const root = await images();
    const error = await rejection(levels(root, join(root, "a", "0.png")));
    expect(error).toBeInstanceOf(DatasetStorageError);
    expect(error.message).toMatch(/0\.png.*decoded images cannot be kept there/);
  });

  it.each([1, 40, 220])("goes on after a kill -9, at image %i", async (killedAt) => {
    const [root, cache] = [await images(150), await temporaryFolder()];
    const options = { shape: [64, 64, 3] as const, testFraction: 0, decodedCache: cache };
    const program = `
      import { imageFolder } from ${JSON.stringify(join(import.meta.dirname, "../sources/image-folder.ts"))};
      const { train } = await imageFolder(${JSON.stringify(root)}, ${JSON.stringify(options)});
      for (let i = 0; i < train.length; i++) {
        await train.read([i], new Uint8Array(64 * 64 * 3));
        console.log(i);
      }`;
    const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
    const child = spawn(
      process.execPath,
      ["--conditions=imgcls-source", "--import", tsx, "--input-type=module", "--eval", program],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    child.stdout.on("data", (text: Buffer) => {
      const done = text.toString().split("\n").map(Number);
      if (done.some((image) => image >= killedAt)) child.kill("SIGKILL");
    });
    await new Promise((resolve) => child.on("close", resolve));
    expect(child.signalCode).toBe("SIGKILL");
    const { train } = await imageFolder(root, options);
    const out = new Uint8Array(300 * 64 * 64 * 3);
    await train.read([...train.labels.keys()], out);
    for (let i = 0; i < 300; i++) {
      const [name, file] = train.pathOf(i).split("/");
      expect(out[i * 64 * 64 * 3]).toBe(((name === "a" ? 0 : 150) + Number.parseInt(file!, 10)) % 256);
    }
    expect(await readdir(cache)).toHaveLength(1);
  });
});
