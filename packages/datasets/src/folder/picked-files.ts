import { hasImageName } from "../images/image-format.js";
import { byCodeUnits, type ImageFiles, isSystemName, type ScanOptions } from "./image-files.js";
import { byFrequency, countExtension } from "./left-out.js";

/** What a page gets when people choose or drop a folder; a map has the files by their paths. */
export type PickedFolder = FileSystemDirectoryHandle | readonly File[] | ReadonlyMap<string, File>;

interface PickedFile {
  readonly path: string;
  file(): Promise<File>;
}

/**
 * The image files of a directory handle, or of a list of files by their `webkitRelativePath` (their name when
 * they have none).
 */
export async function openPickedFiles(picked: PickedFolder, options: ScanOptions): Promise<ImageFiles> {
  const { location, files, folders } = isHandle(picked)
    ? { location: picked.name, ...(await walk(picked, options.signal)) }
    : { location: "the files given", files: listOf(picked), folders: [] };
  const meant = files.filter(({ path }) => !path.split("/").some(isSystemName));
  const images = meant
    .filter(({ path }) => hasImageName(path, options.svg))
    .sort((a, b) => byCodeUnits(a.path, b.path));
  const others = new Map<string, number>();
  for (const { path } of meant) if (!hasImageName(path, options.svg)) countExtension(others, path);
  return {
    location,
    paths: images.map(({ path }) => path),
    folders,
    leftOut: byFrequency(others),
    async read(position) {
      const file = await images[position]!.file();
      return new Uint8Array(await file.arrayBuffer());
    },
    async *stamps() {
      for (const image of images) {
        const { size, lastModified } = await image.file();
        yield `${size} ${lastModified}`;
      }
    },
  };
}

const isHandle = (picked: PickedFolder): picked is FileSystemDirectoryHandle => "kind" in picked;

function listOf(picked: Exclude<PickedFolder, FileSystemDirectoryHandle>): PickedFile[] {
  const byPath =
    "get" in picked
      ? picked.entries()
      : picked.map((file) => [file.webkitRelativePath || file.name, file] as const);
  return Array.from(byPath, ([path, file]) => ({ path, file: async () => file }));
}

async function walk(
  root: FileSystemDirectoryHandle,
  signal: AbortSignal | undefined,
): Promise<{ files: PickedFile[]; folders: string[] }> {
  const files: PickedFile[] = [];
  const folders: string[] = [];
  const pending: { prefix: string; handle: FileSystemDirectoryHandle }[] = [{ prefix: "", handle: root }];
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
    signal?.throwIfAborted();
    for await (const [name, handle] of folder.handle.entries()) {
      if (isSystemName(name)) continue;
      const path = folder.prefix + name;
      if (handle.kind === "file") {
        files.push({ path, file: () => (handle as FileSystemFileHandle).getFile() });
      } else {
        folders.push(path);
        pending.push({ prefix: `${path}/`, handle: handle as FileSystemDirectoryHandle });
      }
    }
  }
  return { files, folders };
}
