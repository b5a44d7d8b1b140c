/** Files in the origin-private file system: a site's own files, written as they come. */
import { chunksOf } from "../../streams.js";
import { type FileStore, UNFINISHED } from "../file-store.js";
import { encodedName } from "./encoded-name.js";
import { exclusivelyInBrowser } from "./locks.js";
import { guarded, storageError } from "./storage-error.js";

const ROOT = "imgcls-datasets";

/** Every browser has `move` for these files, but TypeScript does not know it. */
interface MovableFile extends FileSystemFileHandle {
  move(folder: FileSystemDirectoryHandle, name: string): Promise<void>;
}

/** Whether this browser writes such files as streams, and renames them when they are whole. */
export const hasPrivateFiles = (): boolean =>
  typeof FileSystemFileHandle === "function" &&
  ["createWritable", "move"].every((method) => method in FileSystemFileHandle.prototype);

export function privateFiles(prefix: string): FileStore {
  const location = `this site's private files, "${ROOT}/${prefix}"`;
  const scope = [ROOT, ...prefix.split("/")].filter((part) => part !== "");
  const pathOf = (name: string) => `${name} in ${location}`;

  async function folder(parts: readonly string[], create: boolean): Promise<FileSystemDirectoryHandle> {
    let at = await navigator.storage.getDirectory();
    for (const part of [...scope, ...parts]) at = await at.getDirectoryHandle(encodedName(part), { create });
    return at;
  }

  async function fileOf(name: string): Promise<File> {
    const { folders, file } = split(name);
    return (await (await folder(folders, false)).getFileHandle(file)).getFile();
  }

  return {
    location,
    isEmpty: () =>
      guarded(location, "cannot be listed", () =>
        unlessAbsent(true, async () => {
          for await (const name of (await folder([], false)).keys()) if (name !== UNFINISHED) return false;
          return true;
        }),
      ),
    size: (name) =>
      guarded(pathOf(name), "cannot be looked at", () =>
        unlessAbsent(undefined, async () => (await fileOf(name)).size),
      ),
    read: (name) =>
      guarded(
        pathOf(name),
        "cannot be read",
        async () => new Uint8Array(await (await fileOf(name)).arrayBuffer()),
      ),
    async *chunks(name) {
      const problem = "cannot be read";
      const file = await guarded(pathOf(name), problem, () => fileOf(name));
      try {
        yield* chunksOf(file.stream());
      } catch (cause) {
        throw storageError(pathOf(name), problem, cause);
      }
    },
    async write(name, chunks) {
      const problem = "cannot be stored";
      const { folders, file } = split(name);
      const workplace = await guarded(location, problem, () => folder([UNFINISHED], true));
      const temporary = `${file}.${crypto.randomUUID()}.tmp`;
      const handle = await guarded(pathOf(name), problem, () =>
        workplace.getFileHandle(temporary, { create: true }),
      );
      try {
        const writable = await guarded(pathOf(name), problem, () => handle.createWritable());
        try {
          for await (const chunk of chunks) {
            await guarded(pathOf(name), problem, () => writable.write(chunk as Uint8Array<ArrayBuffer>));
          }
        } catch (error) {
          await writable.abort();
          throw error;
        }
        await guarded(pathOf(name), problem, async () => {
          await writable.close();
          await (handle as MovableFile).move(await folder(folders, true), file);
        });
      } catch (error) {
        await workplace.removeEntry(temporary);
        throw error;
      }
    },
    remove: (name) =>
      guarded(pathOf(name), "cannot be removed", () =>
        unlessAbsent(undefined, async () => {
          const { folders, file } = split(name);
          await (await folder(folders, false)).removeEntry(file);
        }),
      ),
    exclusively: exclusivelyInBrowser(scope.join("/")),
  };
}

function split(name: string): { readonly folders: readonly string[]; readonly file: string } {
  const folders = name.split("/");
  const file = encodedName(folders.pop()!);
  return { folders, file };
}

async function unlessAbsent<T>(absent: T, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof DOMException && error.name === "NotFoundError") return absent;
    throw error;
  }
}
