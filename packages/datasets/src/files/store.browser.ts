import { cacheStorage } from "./browser/cache-storage.js";
import { hasPrivateFiles, privateFiles } from "./browser/private-files.js";
import type { FileStore } from "./file-store.js";

/** The cache of one data set, or of what else is kept, in this site's storage. `cacheDir` prefixes the names in it. */
export const openCache = (id: string, cacheDir = "", kind = ""): FileStore => open([cacheDir, kind, id]);

/** A page cannot open a folder by its path: the path names a part of this site's storage. */
export const openFolder = (path: string): FileStore => open(["folders", path]);

/** A page has no environment variables. */
export const offlineByEnvironment = (): boolean => false;

/** Private files are written as they come; Cache Storage, which every browser has, accepts only whole files. */
function open(parts: readonly string[]): FileStore {
  const prefix = parts.filter((part) => part !== "").join("/");
  return hasPrivateFiles() ? privateFiles(prefix) : cacheStorage(prefix);
}
