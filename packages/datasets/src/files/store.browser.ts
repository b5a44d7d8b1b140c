import { DatasetStorageError } from "../errors.js";
import type { FileStore } from "./file-store.js";

const CACHE_NAME = "imgcls-datasets";

/** The cache of one data set, in the browser's Cache Storage. `cacheDir` prefixes the names in it. */
export function openCache(id: string, cacheDir = ""): FileStore {
  return cacheStorage([cacheDir, id].filter((part) => part !== "").join("/"));
}

/** A browser has no folders: the path names a part of its Cache Storage. */
export const openFolder = (path: string): FileStore => cacheStorage(`folders/${path}`);

/** A page has no environment variables. */
export const offlineByEnvironment = (): boolean => false;

function cacheStorage(prefix: string): FileStore {
  const location = `the browser cache "${CACHE_NAME}", under ${prefix}`;
  // Cache Storage keys are URLs. ".invalid" is never a real host.
  const root = `https://imgcls.invalid/${prefix.split("/").map(encodeURIComponent).join("/")}/`;
  const urlOf = (name: string) => root + name.split("/").map(encodeURIComponent).join("/");
  const guarded = async <T>(
    name: string,
    problem: string,
    action: (cache: Cache) => Promise<T>,
  ): Promise<T> => {
    try {
      return await action(await caches.open(CACHE_NAME));
    } catch (cause) {
      if (cause instanceof DatasetStorageError) throw cause;
      const [code, reason] =
        cause instanceof Error ? [cause.name, cause.message] : [undefined, String(cause)];
      throw new DatasetStorageError(`${name} in ${location}`, code, `${problem}: ${reason}`, { cause });
    }
  };
  return {
    location,
    isEmpty: () =>
      guarded("files", "cannot be listed", async (cache) =>
        (await cache.keys()).every((request) => !request.url.startsWith(root)),
      ),
    size: (name) =>
      guarded(name, "cannot be looked at", async (cache) => {
        const response = await cache.match(urlOf(name));
        return response === undefined ? undefined : Number(response.headers.get("content-length"));
      }),
    read: (name) =>
      guarded(name, "cannot be read", async (cache) => {
        const response = await cache.match(urlOf(name));
        if (response !== undefined) return new Uint8Array(await response.arrayBuffer());
        throw new DatasetStorageError(
          `${name} in ${location}`,
          undefined,
          "cannot be read: there is no such file",
        );
      }),
    async write(name, chunks) {
      // Collected first: a response whose body fails halfway must never be put into the cache.
      const parts: BlobPart[] = [];
      for await (const chunk of chunks) parts.push(chunk.slice());
      const blob = new Blob(parts);
      const headers = { "content-length": String(blob.size) };
      await guarded(name, "cannot be stored", (cache) =>
        cache.put(urlOf(name), new Response(blob, { headers })),
      );
    },
    async remove(name) {
      await guarded(name, "cannot be removed", (cache) => cache.delete(urlOf(name)));
    },
  };
}
