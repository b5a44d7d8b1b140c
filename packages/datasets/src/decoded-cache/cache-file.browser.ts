import type { DecodedCache, DecodedCacheInit } from "./decoded-cache.js";

/** Behind `#decoded-cache` elsewhere. */
export async function openDecodedCache(_init: DecodedCacheInit): Promise<DecodedCache> {
  throw new Error(
    "[imgcls/datasets] decodedCache: a browser has no file for decoded images. Leave the option out; memoryCache keeps images in memory.",
  );
}
