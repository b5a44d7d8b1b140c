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
  try {
    return await read(folderAt(place).read);
  } catch (error) {
    if (typeof place !== "string" || !(error instanceof RunFolderError)) throw error;
    throw new RunFolderError(`${place}/${error.file}`, error.problem, { cause: error.cause });
  }
}
