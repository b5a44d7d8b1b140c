// Runs in a browser's own storage (the origin private file system), for pages and their workers. A file is replaced when
// its new content is complete, which the browser does in one moment. Files do not move there: one that is renamed is
// written once more and then removed, so that its content is always at one of both names.
import type { Content, Folder } from "@imgcls/training";
import { type RunPlace, RunPlaceError } from "./place.js";

/** A run in a browser's own storage. */
export interface StoragePlace extends RunPlace {
  /** Everything there: content by name, "checkpoint/checkpoint.json" in subfolders. */
  files(): Promise<Map<string, Uint8Array>>;
  /** Whether a training is at work there, in any tab. */
  isHeld(): Promise<boolean>;
  /** Removes the run. @throws RunPlaceError when a training is at work there */
  remove(): Promise<void>;
}

/** The folder of all of them, among whatever else the page stores. */
const RUNS = "imgcls-runs";

/** Whether there is such a storage: in browsers, for pages that are served securely. */
export const hasStorage = (): boolean =>
  "navigator" in globalThis &&
  "locks" in navigator &&
  "FileSystemFileHandle" in globalThis &&
  "createWritable" in FileSystemFileHandle.prototype;

/** The names of the runs that are stored for this page. */
export async function storedRuns(): Promise<string[]> {
  const runs = await folderAt([RUNS]);
  return runs === undefined ? [] : namesIn(runs);
}

/**
 * The run of this name in the browser's own storage, which outlives page and browser until the visitor or the page removes
 * it, or the browser needs its room.
 *
 * @param name a name of a folder: not empty, without "/"
 * @throws RunPlaceError where there is no such storage
 */
export function storagePlace(name: string): StoragePlace {
  if (!hasStorage()) {
    throw new RunPlaceError(
      name,
      "expected a browser's own storage (navigator.storage, navigator.locks), found none: serve the page securely, or use memoryPlace.",
    );
  }
  const folder = folderOf([RUNS, name]);
  const hold = () => holdName(name);
  return {
    name,
    folder,
    hold,
    async isHeld() {
      const { held = [] } = await navigator.locks.query();
      return held.some((lock) => lock.name === lockOf(name));
    },
    files: () => filesIn(folder, ""),
    async remove() {
      const release = await hold();
      try {
        await (await folderAt([RUNS]))?.removeEntry(name, { recursive: true }).catch(absent);
      } finally {
        await release();
      }
    },
  };
}

/** To read a file that somebody replaces all the time. */
const MOST_ATTEMPTS = 20;

const folderOf = (base: readonly string[]): Folder => {
  const split = (name: string) => {
    const parts = name.split("/");
    return { parents: [...base, ...parts.slice(0, -1)], last: parts.at(-1)! };
  };

  async function read(name: string, attempts = MOST_ATTEMPTS): Promise<Uint8Array | undefined> {
    const { parents, last } = split(name);
    const handle = await (await folderAt(parents))?.getFileHandle(last).catch(absent);
    const file = await handle?.getFile().catch(absent);
    // It is being written for the first time, or the browser ended then: no file of a run is empty.
    if (file === undefined || file.size === 0) return undefined;
    try {
      return new Uint8Array(await file.arrayBuffer());
    } catch (error) {
      // It was replaced since.
      if (isNamed(error, "NotReadableError") && attempts > 1) return read(name, attempts - 1);
      throw error;
    }
  }

  async function write(name: string, content: Content): Promise<void> {
    const { parents, last } = split(name);
    const handle = await (await makeFolder(parents)).getFileHandle(last, { create: true });
    const stream = await handle.createWritable();
    // All parts at once: each write takes a turn of the event loop, which beside a training is a step.
    await stream.write(new Blob([...content] as Uint8Array<ArrayBuffer>[]));
    await stream.close();
  }

  async function remove(name: string): Promise<void> {
    const { parents, last } = split(name);
    await (await folderAt(parents))?.removeEntry(last).catch(absent);
  }

  return {
    read: (name) => read(name),
    write,
    remove,
    async rename(name, newName) {
      await write(newName, [(await read(name))!]);
      await remove(name);
    },
    async list(subfolder) {
      const found = await folderAt([...base, ...subfolder.split("/").filter((part) => part !== "")]);
      return found === undefined ? [] : namesIn(found);
    },
  };
};

async function filesIn(folder: Folder, below: string): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const name of await folder.list(below)) {
    const path = below === "" ? name : `${below}/${name}`;
    const content = await folder.read(path);
    if (content !== undefined) files.set(path, content);
    else for (const entry of await filesIn(folder, path)) files.set(...entry);
  }
  return files;
}

/** Undefined when there is none. */
async function folderAt(path: readonly string[]): Promise<FileSystemDirectoryHandle | undefined> {
  let folder: FileSystemDirectoryHandle | undefined = await navigator.storage.getDirectory();
  for (const name of path) folder = await folder?.getDirectoryHandle(name).catch(absent);
  return folder;
}

async function makeFolder(path: readonly string[]): Promise<FileSystemDirectoryHandle> {
  let folder = await navigator.storage.getDirectory();
  for (const name of path) folder = await folder.getDirectoryHandle(name, { create: true });
  return folder;
}

/** Chromium's name for what is written and not complete. */
const UNFINISHED = ".crswap";

async function namesIn(folder: FileSystemDirectoryHandle): Promise<string[]> {
  const names: string[] = [];
  for await (const name of folder.keys()) if (!name.endsWith(UNFINISHED)) names.push(name);
  return names.sort();
}

/** There is nothing of that name, or a folder where a file is looked for, or the other way round. */
function absent(error: unknown): undefined {
  if (isNamed(error, "NotFoundError", "TypeMismatchError")) return undefined;
  throw error;
}

const isNamed = (error: unknown, ...names: readonly string[]): boolean =>
  error instanceof DOMException && names.includes(error.name);

const lockOf = (name: string): string => `${RUNS}/${name}`;

/** A lock of the browser, which it frees when the page or worker ends, however it does. */
function holdName(name: string): Promise<() => Promise<void>> {
  return new Promise((resolve, reject) => {
    const options = { ifAvailable: true } as const;
    navigator.locks
      .request(lockOf(name), options, (lock) => {
        if (lock === null) {
          throw new RunPlaceError(
            name,
            "expected no other training there, found one at work in another tab. Wait until it has ended, or end it.",
          );
        }
        return new Promise<void>((release) => resolve(async () => release()));
      })
      .catch(reject);
  });
}
