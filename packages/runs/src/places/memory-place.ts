import { type Folder, joinContent } from "@imgcls/training";
import { type RunPlace, RunPlaceError } from "./place.js";

/** A run whose files are only in memory, on every platform. */
export interface MemoryPlace extends RunPlace {
  /** Content by name, "checkpoint/checkpoint.json" in subfolders. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** @param files that are there already. Default: none */
export function memoryPlace(
  name = "memory",
  files: ReadonlyMap<string, Uint8Array> = new Map(),
): MemoryPlace {
  const content = new Map(files);
  let held = false;
  return {
    name,
    files: content,
    folder: folderOf(content),
    async hold() {
      if (held) throw new RunPlaceError(name, "expected no other training there, found one at work.");
      held = true;
      return async () => {
        held = false;
      };
    },
  };
}

const folderOf = (content: Map<string, Uint8Array>): Folder => ({
  read: async (name) => content.get(name),
  async write(name, parts) {
    content.set(name, joinContent(parts));
  },
  async rename(name, newName) {
    content.set(newName, content.get(name)!);
    content.delete(name);
  },
  async list(subfolder) {
    const prefix = subfolder === "" ? "" : `${subfolder}/`;
    const below = [...content.keys()].filter((name) => name.startsWith(prefix));
    return [...new Set(below.map((name) => name.slice(prefix.length).split("/")[0]!))];
  },
  async remove(name) {
    content.delete(name);
  },
});
