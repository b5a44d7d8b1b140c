import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Folder } from "./folder.js";

/** A folder on disk; it is made on the first write. */
export function openFolder(path: string): Folder {
  return {
    path,
    read: (name) => readFile(join(path, name)).catch(absent(undefined)),
    async write(name, content) {
      const target = join(path, name);
      await mkdir(dirname(target), { recursive: true });
      const temporary = `${target}.${crypto.randomUUID()}.tmp`;
      try {
        await writeFile(temporary, content, { flush: true });
        await rename(temporary, target);
      } catch (error) {
        await rm(temporary, { force: true });
        throw error;
      }
    },
    rename: (name, newName) => rename(join(path, name), join(path, newName)),
    list: (subfolder) => readdir(join(path, subfolder)).catch(absent<string[]>([])),
    remove: (name) => rm(join(path, name), { force: true }),
  };
}

const absent =
  <Value>(value: Value) =>
  (error: NodeJS.ErrnoException): Value => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return value;
    throw error;
  };
