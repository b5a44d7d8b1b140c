import { describe, expect, it } from "vitest";
import { DatasetStorageError } from "../src/errors.js";
import { type FileStore, unfinishedName } from "../src/files/file-store.js";
import { joined } from "../src/streams.js";
import { chunksOf, gate, rejection } from "./portable.js";

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

    it("gives a file in pieces", async () => {
      const store = await open();
      const content = Uint8Array.from({ length: 3_000_000 }, (_, i) => (i * i) % 251);
      await store.write("a.bin", chunksOf(content.subarray(0, 1_000_001), content.subarray(1_000_001)));
      const read = await joined(store.chunks("a.bin"));
      expect(read).toHaveLength(content.length);
      expect(read.every((byte, i) => byte === content[i])).toBe(true);
      for await (const chunk of store.chunks("a.bin")) {
        expect(chunk[0]).toBe(content[0]);
        break;
      }
      const error = await rejection(joined(store.chunks("absent.bin")));
      expect(error).toBeInstanceOf(DatasetStorageError);
      expect(error.message).toContain("absent.bin");
    });

    it("does not count what is unfinished", async () => {
      const store = await open();
      await store.write(unfinishedName("a.bin", "0.piece"), chunksOf(bytes(1)));
      expect(await store.isEmpty()).toBe(true);
      await store.write("a.bin", chunksOf(bytes(1)));
      expect(await store.isEmpty()).toBe(false);
    });

    it("lets one at a time work on a name, the others wait", async () => {
      const store = await open();
      const steps: string[] = [];
      const finish = gate();
      const begun = gate();
      const waiting = gate();
      const first = store.exclusively("a.bin", async () => {
        begun.open();
        await finish.promise;
        steps.push("first");
        return 1;
      });
      await begun.promise;
      const second = store.exclusively("a.bin", async () => steps.push("second"), {
        onWait: waiting.open,
      });
      await store.exclusively("b.bin", async () => steps.push("other"));
      await waiting.promise;
      finish.open();
      expect(await first).toBe(1);
      await second;
      expect(steps).toEqual(["other", "first", "second"]);
    });

    it("goes on when the one before failed, and throws on what it threw", async () => {
      const store = await open();
      const failure = new Error("no");
      const failing = store.exclusively("a.bin", async () => {
        throw failure;
      });
      expect(await rejection(failing)).toBe(failure);
      expect(await store.exclusively("a.bin", async () => 5)).toBe(5);
      expect(await store.isEmpty()).toBe(true);
    });

    it("stops waiting when it is told to, with the reason", async () => {
      const store = await open();
      const abort = new AbortController();
      const finish = gate();
      const begun = gate();
      const first = store.exclusively("a.bin", () => {
        begun.open();
        return finish.promise;
      });
      await begun.promise;
      const reason = new Error("enough");
      const onWait = () => {
        abort.abort(reason);
        // A store may look only when its turn has come.
        finish.open();
      };
      const second = store.exclusively("a.bin", async () => 2, { signal: abort.signal, onWait });
      expect(await rejection(second)).toBe(reason);
      await first;
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
