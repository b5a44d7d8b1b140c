import { beforeEach, describe, expect, it } from "vitest";
import { openCache, openFolder } from "../src/files/store.browser.js";
import { testFileStore } from "./file-store-contract.js";
import { chunksOf } from "./portable.js";

let opened = 0;

beforeEach(async () => {
  for (const name of await caches.keys()) await caches.delete(name);
});

testFileStore("Cache Storage", async () => openFolder(`folder ${opened++}`));

describe("Cache Storage", () => {
  it("keeps data sets and folders apart", async () => {
    const stores = [
      openCache("mnist"),
      openCache("mnist-2"),
      openCache("mnist", "other"),
      openFolder("mnist"),
    ];
    for (const [i, store] of stores.entries()) await store.write("a.bin", chunksOf(Uint8Array.of(i)));
    const contents = await Promise.all(stores.map((store) => store.read("a.bin")));
    expect(contents.map(([byte]) => byte)).toEqual([0, 1, 2, 3]);
    expect(new Set(stores.map(({ location }) => location)).size).toBe(4);
  });

  it("outlives the object that wrote", async () => {
    await openCache("mnist").write("a/ö?#.bin", chunksOf(Uint8Array.of(7)));
    expect(Array.from(await openCache("mnist").read("a/ö?#.bin"))).toEqual([7]);
  });

  it("holds large files", async () => {
    const large = new Uint8Array(20_000_000).fill(3);
    const store = openCache("large");
    await store.write("a.bin", chunksOf(large.subarray(0, 7_000_000), large.subarray(7_000_000)));
    expect(await store.size("a.bin")).toBe(large.length);
    expect((await store.read("a.bin")).every((byte) => byte === 3)).toBe(true);
  });
});
