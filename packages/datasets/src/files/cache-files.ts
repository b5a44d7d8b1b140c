import { openCache } from "#file-store";
import type { FileStore } from "./file-store.js";

/**
 * Files of a program's own beside the cached data sets: in IMGCLS_CACHE_DIR or the platform's cache folder, in a page in
 * this site's storage.
 *
 * @param name of the folder, "features" say
 */
export const cacheFiles = (name: string): FileStore => openCache(name, undefined, "");
