import { randomUUID } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import envPaths from "env-paths";
import { DatasetStorageError } from "../errors.js";
import type { FileStore } from "./file-store.js";

/** The cache of one data set: IMGCLS_CACHE_DIR, else the platform's cache folder. */
export function openCache(id: string, cacheDir?: string): FileStore {
  const root = cacheDir ?? (process.env.IMGCLS_CACHE_DIR || envPaths("imgcls", { suffix: "" }).cache);
  return openFolder(join(root, "datasets", id));
}

export const offlineByEnvironment = (): boolean => process.env.IMGCLS_OFFLINE === "1";

/** A folder as a FileStore. It is made when the first file is written. */
export function openFolder(path: string): FileStore {
  const location = resolve(path);
  return {
    location,
    isEmpty: () => unlessAbsent(location, true, async () => (await readdir(location)).length === 0),
    size: (name) =>
      unlessAbsent(join(location, name), undefined, async () => {
        const found = await stat(join(location, name));
        return found.isFile() ? found.size : undefined;
      }),
    read: (name) => guarded(join(location, name), "cannot be read", () => readFile(join(location, name))),
    write: (name, chunks) => writeAtomically(join(location, name), chunks),
    remove: (name) =>
      guarded(join(location, name), "cannot be removed", () => rm(join(location, name), { force: true })),
  };
}

async function writeAtomically(path: string, chunks: AsyncIterable<Uint8Array>): Promise<void> {
  const temporary = `${path}.${randomUUID()}.part`;
  await guarded(path, "the folder for it cannot be made", () => makeFolder(dirname(path)));
  const problem = "cannot be written";
  const handle = await guarded(path, problem, () => open(temporary, "wx"));
  try {
    try {
      for await (const chunk of chunks) await guarded(path, problem, () => handle.writeFile(chunk));
      await guarded(path, problem, () => handle.sync());
    } finally {
      await handle.close();
    }
    await guarded(path, problem, () => rename(temporary, path));
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/**
 * `mkdir -p`. Not Node's own: its `recursive` never returns where making a folder fails with ENOENT
 * although the folder above is there, as in /proc.
 */
async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    const code = codeOf(error);
    if (code === "ENOENT" && dirname(path) !== path && !(await isFolder(dirname(path)))) {
      await makeFolder(dirname(path));
      return makeFolder(path);
    }
    if (!(await isFolder(path))) throw error;
  }
}

/** Whatever keeps it from being looked at, it is no folder to write into. */
const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );

/** Turns a system error into a DatasetStorageError. */
async function guarded<T>(path: string, problem: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (cause) {
    throw storageError(path, problem, cause);
  }
}

async function unlessAbsent<T>(path: string, absent: T, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (cause) {
    if (codeOf(cause) === "ENOENT") return absent;
    throw storageError(path, "cannot be looked at", cause);
  }
}

const MEANINGS: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EROFS: "the file system is read-only",
  EACCES: "permission denied",
  EPERM: "not permitted",
  ENOENT: "there is no such file or folder",
  ENOTDIR: "it, or a part of its path, is not a folder",
  EEXIST: "a part of its path is a file, not a folder",
  EISDIR: "it is a folder",
};

function storageError(path: string, problem: string, cause: unknown): DatasetStorageError {
  const code = codeOf(cause);
  const meaning = code === undefined ? undefined : MEANINGS[code];
  const reason = meaning ?? (cause instanceof Error ? cause.message : String(cause));
  return new DatasetStorageError(path, code, `${problem}: ${reason}`, { cause });
}

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
