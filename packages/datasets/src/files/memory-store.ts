import { DatasetStorageError } from "../errors.js";
import { joined } from "../streams.js";
import { type FileStore, UNFINISHED } from "./file-store.js";
import { queueByName } from "./queue.js";

/** A FileStore that forgets everything: for files in memory, for tests, for programs that must not write. */
export function memoryStore(files = new Map<string, Uint8Array>(), location = "memory"): FileStore {
  const find = (name: string): Uint8Array => {
    const bytes = files.get(name);
    if (bytes !== undefined) return bytes;
    const problem = "cannot be read: there is no such file";
    throw new DatasetStorageError(`${name} in ${location}`, undefined, problem);
  };
  return {
    location,
    isEmpty: async () => [...files.keys()].every((name) => name.startsWith(`${UNFINISHED}/`)),
    size: async (name) => files.get(name)?.length,
    read: async (name) => find(name).slice(),
    async *chunks(name) {
      yield find(name);
    },
    async write(name, chunks) {
      files.set(name, await joined(chunks));
    },
    async remove(name) {
      files.delete(name);
    },
    exclusively: queueByName(),
  };
}
