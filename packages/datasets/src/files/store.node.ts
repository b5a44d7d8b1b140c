import { randomUUID } from "node:crypto";
import { type FileHandle, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { makeFolder } from "@imgcls/checks/node";
import envPaths from "env-paths";
import { type FileStore, UNFINISHED, unfinishedName } from "./file-store.js";
import { removeIfEmpty } from "./node/folders.js";
import { acquireLock } from "./node/lock.js";
import { codeOf, guarded, unlessAbsent } from "./node/system-errors.js";

/** The cache of one data set, or of what else is kept: IMGCLS_CACHE_DIR, else the platform's cache folder. */
export function openCache(id: string, cacheDir?: string, kind = "datasets"): FileStore {
  const root = cacheDir ?? (process.env.IMGCLS_CACHE_DIR || envPaths("imgcls", { suffix: "" }).cache);
  return openFolder(join(root, kind, id));
}

export const offlineByEnvironment = (): boolean => process.env.IMGCLS_OFFLINE === "1";

/** A folder as a FileStore. It is made when the first file is written. */
export function openFolder(path: string): FileStore {
  const location = resolve(path);
  const pathOf = (name: string) => join(location, name);
  const workplace = pathOf(UNFINISHED);
  return {
    location,
    isEmpty: () =>
      unlessAbsent(location, true, async () =>
        (await readdir(location)).every((name) => name === UNFINISHED),
      ),
    size: (name) =>
      unlessAbsent(pathOf(name), undefined, async () => {
        const found = await stat(pathOf(name));
        return found.isFile() ? found.size : undefined;
      }),
    read: (name) => guarded(pathOf(name), "cannot be read", () => readFile(pathOf(name))),
    chunks: (name) => readPieces(pathOf(name)),
    write: (name, chunks) => writeAtomically(pathOf(name), workplace, chunks),
    remove: (name) =>
      guarded(pathOf(name), "cannot be removed", async () => {
        await rm(pathOf(name), { force: true });
        await removeIfEmpty(workplace);
      }),
    async exclusively(name, action, options) {
      const release = await acquireLock(pathOf(unfinishedName(name, "lock")), options);
      try {
        await removeRemains(workplace, basename(unfinishedName(name, "")));
        return await action();
      } finally {
        await release();
        await removeIfEmpty(workplace);
      }
    },
  };
}

const PIECE = 1 << 20;

/** Reads the next piece while the last one is being used. */
async function* readPieces(path: string): AsyncGenerator<Uint8Array> {
  const problem = "cannot be read";
  const handle = await guarded(path, problem, () => open(path));
  const buffers = [new Uint8Array(PIECE), new Uint8Array(PIECE)] as const;
  let reading = handle.read(buffers[0], 0, PIECE);
  try {
    for (let pieces = 1; ; pieces++) {
      const { bytesRead, buffer } = await guarded(path, problem, () => reading);
      if (bytesRead === 0) return;
      reading = handle.read(buffers[(pieces % 2) as 0 | 1], 0, PIECE);
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    // Whoever stops early does not care how the piece that is on its way ends.
    await reading.catch(() => {});
    await handle.close();
  }
}

async function writeAtomically(
  path: string,
  workplace: string,
  chunks: AsyncIterable<Uint8Array>,
): Promise<void> {
  const problem = "cannot be written";
  await guarded(path, "the folder for it cannot be made", () => makeFolder(dirname(path)));
  const temporary = join(workplace, `${basename(path)}.${randomUUID()}${TEMPORARY}`);
  const handle = await guarded(path, problem, () => createIn(workplace, temporary));
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
  } finally {
    await removeIfEmpty(workplace);
  }
}

const TEMPORARY = ".tmp";

/** Makes the folder, too; another program may remove it at any time because it is empty. */
async function createIn(folder: string, path: string, attempts = 5): Promise<FileHandle> {
  await makeFolder(folder);
  try {
    return await open(path, "wx");
  } catch (error) {
    if (codeOf(error) !== "ENOENT" || attempts === 1) throw error;
    return createIn(folder, path, attempts - 1);
  }
}

/** Temporary files that a killed program left. Whoever has the lock knows that nobody is writing them. */
async function removeRemains(workplace: string, prefix: string): Promise<void> {
  const names = await unlessAbsent(workplace, [], () => readdir(workplace));
  const remains = names.filter((name) => name.startsWith(prefix) && name.endsWith(TEMPORARY));
  for (const name of remains) {
    await guarded(join(workplace, name), "cannot be removed", () =>
      rm(join(workplace, name), { force: true }),
    );
  }
}
