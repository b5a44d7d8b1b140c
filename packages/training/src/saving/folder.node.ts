import { closeSync, fsync, mkdirSync, openSync, readdirSync, renameSync, rmSync, writev } from "node:fs";
import { readFile, unlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { byteLength, type Content } from "./content.js";
import type { Folder } from "./folder.js";

/**
 * A folder on disk; it is made on the first write.
 *
 * What only changes names is done at once: it takes microseconds, and to wait for it takes the turn of the event loop, which
 * beside a training is a step. All parts of a file are written in one go for the same reason: `writeFile` takes a turn for
 * each half megabyte.
 */
export function openFolder(path: string): Folder {
  return {
    path,
    read: (name) => readFile(join(path, name)).catch(absent(undefined)),
    async write(name, content) {
      const target = join(path, name);
      mkdirSync(dirname(target), { recursive: true });
      const temporary = `${target}.${crypto.randomUUID()}.tmp`;
      try {
        await writeContent(temporary, content);
        renameSync(temporary, target);
      } catch (error) {
        rmSync(temporary, { force: true });
        throw error;
      }
    },
    async rename(name, newName) {
      renameSync(join(path, name), join(path, newName));
    },
    async list(subfolder) {
      try {
        return readdirSync(join(path, subfolder));
      } catch (error) {
        return absent<string[]>([])(error as NodeJS.ErrnoException);
      }
    },
    // Not at once: the system gives back what a large file took.
    remove: (name) => unlink(join(path, name)).catch(absent(undefined)),
  };
}

/** Until it is on the disk. */
async function writeContent(path: string, content: Content): Promise<void> {
  const file = openSync(path, "w");
  try {
    let rest = content;
    while (byteLength(rest) > 0) {
      const { bytesWritten } = await promisify(writev)(file, rest);
      rest = without(bytesWritten, rest);
    }
    await promisify(fsync)(file);
  } finally {
    closeSync(file);
  }
}

/** What is left of the content behind its first bytes: no system writes more than 2 GB at once. */
const without = (bytes: number, content: Content): Content => {
  let left = bytes;
  return content.flatMap((part) => {
    const written = Math.min(left, part.byteLength);
    left -= written;
    return written === part.byteLength ? [] : [part.subarray(written)];
  });
};

const absent =
  <Value>(value: Value) =>
  (error: NodeJS.ErrnoException): Value => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return value;
    throw error;
  };
