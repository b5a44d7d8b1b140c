import type { Folder } from "./folder.js";

/** There is no file system here: `runToZip` gives the same files as bytes, to store or to download. */
export function openFolder(path: string): Folder {
  throw new Error(
    `[imgcls/training] run folder "${path}": expected a file system, found none on this platform. Use runToZip and runFromZip.`,
  );
}
