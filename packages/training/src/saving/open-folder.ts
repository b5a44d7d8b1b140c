import { openFolder as openHere } from "#folder";
import type { Folder } from "./folder.js";

/**
 * A folder on disk, for callbacks that write files; it is made on the first write.
 *
 * @throws Error in a page, which has no file system
 */
export const openFolder = (directory: string): Folder => openHere(directory);
