import { joinContent } from "../src/saving/content.js";
import type { Folder } from "../src/saving/folder.js";

/** A folder in memory, for tests that also run in a browser. */
export function memoryFolder(): Folder {
  const files = new Map<string, Uint8Array>();
  return {
    read: async (name) => files.get(name),
    async write(name, content) {
      files.set(name, joinContent(content).slice());
    },
    async rename(name, newName) {
      files.set(newName, files.get(name)!);
      files.delete(name);
    },
    async list(subfolder) {
      const prefix = subfolder === "" ? "" : `${subfolder}/`;
      const names = [...files.keys()].filter((name) => name.startsWith(prefix));
      return [...new Set(names.map((name) => name.slice(prefix.length).split("/")[0]!))];
    },
    async remove(name) {
      files.delete(name);
    },
  };
}
