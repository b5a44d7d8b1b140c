import { beforeEach, describe, expect, it } from "vitest";
import { cacheStorage } from "../src/files/browser/cache-storage.js";
import { hasPrivateFiles, privateFiles } from "../src/files/browser/private-files.js";
import { openCache, openFolder } from "../src/files/store.browser.js";
import { emptyStorage } from "./empty-storage.js";
import { testFileStore } from "./file-store-contract.js";
import { chunksOf } from "./portable.js";

let opened = 0;

beforeEach(emptyStorage);

const kinds = [
  ["Cache Storage", cacheStorage],
  ["private files", privateFiles],
] as const;

for (const [kind, open] of kinds) testFileStore(kind, async () => open(`folder ${opened++}`));

describe.each(kinds)("%s", (_, open) => {
  it("keeps stores apart", async () => {
    const stores = ["mnist", "mnist-2", "other/mnist", "..", "."].map(open);
    for (const [i, store] of stores.entries()) await store.write("a.bin", chunksOf(Uint8Array.of(i)));
    const contents = await Promise.all(stores.map((store) => store.read("a.bin")));
    expect(contents.map(([byte]) => byte)).toEqual([0, 1, 2, 3, 4]);
    expect(new Set(stores.map(({ location }) => location)).size).toBe(5);
  });

  it("outlives the object that wrote", async () => {
    await open("mnist").write("a/ö?#.bin", chunksOf(Uint8Array.of(7)));
    expect(Array.from(await open("mnist").read("a/ö?#.bin"))).toEqual([7]);
  });

  it("holds large files, also in pieces", async () => {
    const large = new Uint8Array(20_000_000).fill(3);
    const store = open("large");
    await store.write("a.bin", chunksOf(large.subarray(0, 7_000_000), large.subarray(7_000_000)));
    expect(await store.size("a.bin")).toBe(large.length);
    expect((await store.read("a.bin")).every((byte) => byte === 3)).toBe(true);
    let total = 0;
    for await (const chunk of store.chunks("a.bin")) total += chunk.length;
    expect(total).toBe(large.length);
  });
});

describe("the browser's store", () => {
  it("is private files where there are any, with caches and folders apart", async () => {
    expect(hasPrivateFiles()).toBe(true);
    const stores = [openCache("mnist"), openCache("mnist", "other"), openFolder("mnist")];
    expect(stores.every(({ location }) => location.includes("private files"))).toBe(true);
    expect(new Set(stores.map(({ location }) => location)).size).toBe(3);
  });

  it("leaves no temporary file behind, and nothing half-written", async () => {
    const store = openFolder("mine");
    async function* broken() {
      yield new Uint8Array(10);
      expect(await store.size("a.bin")).toBeUndefined();
      throw new Error("connection lost");
    }
    await store.write("a.bin", broken()).catch(() => {});
    await store.write("b.bin", chunksOf(new Uint8Array(10)));
    expect(await allFiles()).toEqual(["imgcls-datasets/folders/mine/b.bin"]);
  });
});

/** Paths of all private files. */
async function allFiles(): Promise<string[]> {
  const files: string[] = [];
  async function walk(folder: FileSystemDirectoryHandle, path: string): Promise<void> {
    for await (const [name, handle] of folder.entries()) {
      if (handle.kind === "file") files.push(path + name);
      else await walk(handle as FileSystemDirectoryHandle, `${path}${name}/`);
    }
  }
  await walk(await navigator.storage.getDirectory(), "");
  return files;
}
