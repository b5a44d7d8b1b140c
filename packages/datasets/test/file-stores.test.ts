import { existsSync } from "node:fs";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { DatasetStorageError } from "../src/errors.js";
import type { StorePlatform } from "../src/files/file-store.js";
import { memoryStore } from "../src/files/memory-store.js";
import * as browser from "../src/files/store.browser.js";
import * as node from "../src/files/store.node.js";
import { testFileStore } from "./file-store-contract.js";
import { chunksOf, rejection, temporaryFolder } from "./helpers.js";

testFileStore("memory", async () => memoryStore());
testFileStore("Node folder", async () =>
  node.openFolder(join(await temporaryFolder(), "made", "when needed")),
);

// Cache Storage exists in a browser only, but both platforms must have the same shape.
const platforms = [node, browser] satisfies StorePlatform[];

describe("Node folder", () => {
  it("is one of two platforms", () => expect(platforms).toHaveLength(2));

  it("leaves no temporary file behind, whatever happens", async () => {
    const folder = await temporaryFolder();
    const store = node.openFolder(folder);
    async function* broken() {
      yield new Uint8Array(10);
      throw new Error("connection lost");
    }
    await rejection(store.write("a.bin", broken()));
    await store.write("b.bin", chunksOf(new Uint8Array(10)));
    expect(await readdir(folder)).toEqual(["b.bin"]);
  });

  it("says that a folder is a file", async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, "file"), "");
    const store = node.openFolder(join(folder, "file"));
    const attempts = [
      () => store.isEmpty(),
      () => store.size("a.bin"),
      () => store.write("a.bin", chunksOf()),
    ];
    for (const attempt of attempts) {
      const error = await rejection(attempt());
      expect(error).toBeInstanceOf(DatasetStorageError);
      expect(error.message).toMatch(/not a folder/);
      expect(error.message.match(/\[imgcls/g)).toHaveLength(1);
    }
  });

  it.skipIf(!existsSync("/proc/self"))("ends where no folder can be made", async () => {
    const error = await rejection(node.openFolder("/proc/absent/folder").write("a.bin", chunksOf()));
    expect(error).toBeInstanceOf(DatasetStorageError);
    expect(error.message).toMatch(/the folder for it cannot be made/);
  });

  it("cleans up when the final name is taken by a folder", async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, "a.bin", "inside"), { recursive: true });
    const error = await rejection(node.openFolder(folder).write("a.bin", chunksOf(new Uint8Array(3))));
    expect(error).toBeInstanceOf(DatasetStorageError);
    expect(await readdir(folder)).toEqual(["a.bin"]);
  });

  it("does not take a folder for a file", async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, "a.bin"));
    expect(await node.openFolder(folder).size("a.bin")).toBeUndefined();
  });
});
