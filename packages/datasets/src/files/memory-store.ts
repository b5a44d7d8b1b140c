import { DatasetStorageError } from "../errors.js";
import type { FileStore } from "./file-store.js";

/** A FileStore that forgets everything: for tests and for programs that must not write. */
export function memoryStore(files = new Map<string, Uint8Array>(), location = "memory"): FileStore {
  return {
    location,
    isEmpty: async () => files.size === 0,
    size: async (name) => files.get(name)?.length,
    async read(name) {
      const bytes = files.get(name);
      if (bytes !== undefined) return bytes.slice();
      throw new DatasetStorageError(
        `${name} in ${location}`,
        undefined,
        "cannot be read: there is no such file",
      );
    },
    async write(name, chunks) {
      const parts: Uint8Array[] = [];
      for await (const chunk of chunks) parts.push(chunk.slice());
      const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
      let offset = 0;
      for (const part of parts) {
        bytes.set(part, offset);
        offset += part.length;
      }
      files.set(name, bytes);
    },
    async remove(name) {
      files.delete(name);
    },
  };
}
