import { describe, expect, it } from "vitest";
import { DatasetStorageError } from "../src/errors.js";
import type { FileStore } from "../src/files/file-store.js";
import { chunksOf, rejection } from "./portable.js";

const bytes = (...values: number[]) => Uint8Array.from(values);

/** What every FileStore must do. `open` gives an empty one. */
export function testFileStore(name: string, open: () => Promise<FileStore>): void {
  describe(`file store: ${name}`, () => {
    it("is empty at first", async () => {
      const store = await open();
      expect(await store.isEmpty()).toBe(true);
      expect(await store.size("a.bin")).toBeUndefined();
    });

    it("gives back what was written, piece after piece", async () => {
      const store = await open();
      await store.write("a.bin", chunksOf(bytes(1, 2), bytes(), bytes(3)));
      expect(await store.size("a.bin")).toBe(3);
      expect(Array.from(await store.read("a.bin"))).toEqual([1, 2, 3]);
      expect(await store.isEmpty()).toBe(false);
    });

    it("keeps files in subfolders apart", async () => {
      const store = await open();
      await store.write("raw/a.bin", chunksOf(bytes(1)));
      await store.write("a.bin", chunksOf(bytes(2)));
      expect(Array.from(await store.read("raw/a.bin"))).toEqual([1]);
      expect(Array.from(await store.read("a.bin"))).toEqual([2]);
    });

    it("replaces a file", async () => {
      const store = await open();
      await store.write("a.bin", chunksOf(bytes(1, 2, 3)));
      await store.write("a.bin", chunksOf(bytes(9)));
      expect(Array.from(await store.read("a.bin"))).toEqual([9]);
    });

    it("leaves nothing of a file whose bytes end with an error, and throws that error", async () => {
      const store = await open();
      const failure = new Error("connection lost");
      async function* broken() {
        yield bytes(1, 2, 3);
        throw failure;
      }
      expect(await rejection(store.write("a.bin", broken()))).toBe(failure);
      expect(await store.size("a.bin")).toBeUndefined();
      expect(await store.isEmpty()).toBe(true);
    });

    it("keeps the old file when a new one fails", async () => {
      const store = await open();
      await store.write("a.bin", chunksOf(bytes(1)));
      async function* broken() {
        yield bytes(2);
        throw new Error("connection lost");
      }
      await rejection(store.write("a.bin", broken()));
      expect(Array.from(await store.read("a.bin"))).toEqual([1]);
    });

    it("removes a file, also one that is not there", async () => {
      const store = await open();
      await store.write("a.bin", chunksOf(bytes(1)));
      await store.remove("a.bin");
      await store.remove("a.bin");
      expect(await store.size("a.bin")).toBeUndefined();
    });

    it("names the file when it cannot be read", async () => {
      const error = await rejection((await open()).read("absent.bin"));
      expect(error).toBeInstanceOf(DatasetStorageError);
      expect(error.message).toContain("absent.bin");
    });

    it("does not share memory with the writer", async () => {
      const store = await open();
      const mine = bytes(1, 2);
      await store.write("a.bin", chunksOf(mine));
      mine[0] = 99;
      expect(Array.from(await store.read("a.bin"))).toEqual([1, 2]);
    });
  });
}
