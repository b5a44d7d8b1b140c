import type { Dirent } from "node:fs";
import { opendir, readFile, realpath, stat } from "node:fs/promises";
import { join, resolve, sep } from "node:path";
import { DatasetFormatError, DatasetStorageError } from "../errors.js";
import { hasImageName } from "../images/image-format.js";
import { byCodeUnits, type ImageFiles, isSystemName, type ScanOptions } from "./image-files.js";
import { byFrequency, countExtension, type LeftOut } from "./left-out.js";

/** Entries that the system is asked for at once. */
const ENTRIES_AT_ONCE = 1024;

/**
 * The image files in a folder and the folders in it, only by name: no file is opened. Symbolic links are
 * followed as long as they stay inside.
 *
 * @throws DatasetFormatError when it is no folder, with every link that leads out, nowhere or in a circle
 * @throws DatasetStorageError when a folder cannot be read
 */
export async function openFolderFiles(path: string, options: ScanOptions): Promise<ImageFiles> {
  const location = resolve(path);
  const { paths, folders, leftOut } = await scan(location, options);
  paths.sort(byCodeUnits);
  return {
    location,
    paths,
    folders,
    leftOut,
    read: (position) => readFile(join(location, paths[position]!)),
    async *stamps() {
      for (let start = 0; start < paths.length; start += ENTRIES_AT_ONCE) {
        const some = paths.slice(start, start + ENTRIES_AT_ONCE);
        yield* await Promise.all(some.map((file) => stampOf(join(location, file))));
      }
    },
  };
}

/** A file that went away is the reader's to report. */
const stampOf = (path: string): Promise<string> =>
  stat(path).then(
    ({ size, mtimeMs }) => `${size} ${mtimeMs}`,
    () => "absent",
  );

interface Pending {
  /** Below the root, with "/" after each folder; "" for the root. */
  readonly prefix: string;
  /** The real places of this folder and of those above it. */
  readonly above: readonly string[];
}

async function scan(
  root: string,
  { svg, signal }: ScanOptions,
): Promise<{ paths: string[]; folders: string[]; leftOut: LeftOut["leftOut"] }> {
  const paths: string[] = [];
  const folders: string[] = [];
  const others = new Map<string, number>();
  const problems: string[] = [];
  const linked = new Set<string>();
  const realRoot = await realFolder(root);
  const pending: Pending[] = [{ prefix: "", above: [realRoot] }];

  const addFile = (path: string) => {
    if (hasImageName(path, svg)) paths.push(path);
    else countExtension(others, path);
  };
  const addFolder = (path: string, real: string, { above }: Pending) => {
    folders.push(path);
    pending.push({ prefix: `${path}/`, above: [...above, real] });
  };
  /** A link leads to a file or folder inside, or is a problem. */
  const follow = async (path: string, folder: Pending) => {
    const target = await realpath(join(root, path)).catch(() => undefined);
    if (target === undefined) problems.push(`the link ${path} leads nowhere`);
    else if (!target.startsWith(realRoot + sep)) problems.push(`the link ${path} leads out of the folder`);
    else if (!(await stat(target)).isDirectory()) addFile(path);
    else if (folder.above.includes(target)) problems.push(`the link ${path} leads in a circle`);
    else if (linked.has(target)) problems.push(`the link ${path} leads where another link leads`);
    else {
      linked.add(target);
      addFolder(path, target, folder);
    }
  };

  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
    signal?.throwIfAborted();
    for await (const entry of entriesOf(join(root, folder.prefix))) {
      if (isSystemName(entry.name)) continue;
      const path = folder.prefix + entry.name;
      if (entry.isFile()) addFile(path);
      else if (entry.isDirectory()) addFolder(path, join(folder.above.at(-1)!, entry.name), folder);
      else if (entry.isSymbolicLink()) await follow(path, folder);
    }
  }
  if (problems.length > 0) {
    throw new DatasetFormatError(root, problems.sort(byCodeUnits), {
      advice: "Links must stay inside the folder: copy what they lead to, or remove them.",
    });
  }
  return { paths, folders, leftOut: byFrequency(others) };
}

async function realFolder(path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) return realpath(path);
  const received = found === undefined ? "there is nothing" : "it is a file";
  throw new DatasetFormatError(path, [`expected a folder of images, ${received}`], {
    advice: found === undefined ? "Check the path." : "For a zip archive use imageZip or zip:FILE.",
  });
}

async function* entriesOf(folder: string): AsyncGenerator<Dirent> {
  try {
    yield* await opendir(folder, { bufferSize: ENTRIES_AT_ONCE });
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    throw new DatasetStorageError(folder, code, `cannot be read: ${message}`, { cause });
  }
}
