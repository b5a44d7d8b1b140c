import { openFolder } from "#folder";
import { RunFolderError } from "./errors.js";
import type { Folder } from "./folder.js";
import type { Read } from "./read.js";

/** A path on disk, or any other place with named files. */
export const folderAt = (place: string | Folder): Folder =>
  typeof place === "string" ? openFolder(place) : place;

/** Reads with errors that name the file with the path of its folder, where there is one. */
export async function reading<Result>(
  place: string | Folder,
  read: (read: Read) => Promise<Result>,
): Promise<Result> {
  const folder = folderAt(place);
  try {
    return await read(folder.read);
  } catch (error) {
    if (folder.path === undefined || !(error instanceof RunFolderError)) throw error;
    throw new RunFolderError(`${folder.path}/${error.file}`, error.problem, { cause: error.cause });
  }
}
