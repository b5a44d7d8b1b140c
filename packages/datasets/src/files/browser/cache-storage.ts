import { chunksOf } from "../../streams.js";
import { type FileStore, UNFINISHED } from "../file-store.js";
import { encodedName } from "./encoded-name.js";
import { exclusivelyInBrowser } from "./locks.js";
import { guarded } from "./storage-error.js";

const CACHE_NAME = "imgcls-datasets";

/** Files in the browser's Cache Storage, under a prefix. */
export function cacheStorage(prefix: string): FileStore {
  const location = `the browser cache "${CACHE_NAME}", under ${prefix}`;
  // Cache Storage keys are URLs. ".invalid" is never a real host.
  const root = `https://imgcls.invalid/${prefix.split("/").map(encodedName).join("/")}/`;
  const urlOf = (name: string) => root + name.split("/").map(encodedName).join("/");
  const withCache = <T>(name: string, problem: string, action: (cache: Cache) => Promise<T>): Promise<T> =>
    guarded(`${name} in ${location}`, problem, async () => action(await caches.open(CACHE_NAME)));
  const stored = (name: string): Promise<Response> =>
    withCache(name, "cannot be read", async (cache) => {
      const response = await cache.match(urlOf(name));
      if (response !== undefined) return response;
      throw new DOMException("", "NotFoundError");
    });
  return {
    location,
    isEmpty: () =>
      withCache("files", "cannot be listed", async (cache) =>
        (await cache.keys()).every(
          ({ url }) => !url.startsWith(root) || url.startsWith(`${root}${UNFINISHED}/`),
        ),
      ),
    size: (name) =>
      withCache(name, "cannot be looked at", async (cache) => {
        const response = await cache.match(urlOf(name));
        return response === undefined ? undefined : Number(response.headers.get("content-length"));
      }),
    read: async (name) => new Uint8Array(await (await stored(name)).arrayBuffer()),
    async *chunks(name) {
      const { body } = await stored(name);
      if (body !== null) yield* chunksOf(body);
    },
    async write(name, chunks) {
      // Collected first: a response whose body fails halfway must never be put into the cache.
      const parts: BlobPart[] = [];
      for await (const chunk of chunks) parts.push(chunk.slice());
      const blob = new Blob(parts);
      const headers = { "content-length": String(blob.size) };
      await withCache(name, "cannot be stored", (cache) =>
        cache.put(urlOf(name), new Response(blob, { headers })),
      );
    },
    async remove(name) {
      await withCache(name, "cannot be removed", (cache) => cache.delete(urlOf(name)));
    },
    exclusively: exclusivelyInBrowser(root),
  };
}
