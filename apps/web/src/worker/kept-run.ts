// The last model that was trained here, in the browser's own storage: a tab that is closed or reloaded does not lose it.
import type { KeptRun } from "../protocol.js";

const CACHE = "imgcls-page";
/** Cache Storage has addresses as names, and ".invalid" is never a real host. */
const ADDRESS = "https://imgcls.invalid/last-run.zip";
const ABOUT = "x-imgcls-about";

/** Takes the place of the one before, all or nothing. */
export async function keepRun(zip: Uint8Array<ArrayBuffer>, about: KeptRun): Promise<void> {
  // A header holds ASCII only.
  const headers = { [ABOUT]: encodeURIComponent(JSON.stringify(about)) };
  await (await caches.open(CACHE)).put(ADDRESS, new Response(zip, { headers }));
}

/** Undefined when none is kept. */
export async function aboutKeptRun(): Promise<KeptRun | undefined> {
  const about = (await find())?.headers.get(ABOUT);
  return about ? (JSON.parse(decodeURIComponent(about)) as KeptRun) : undefined;
}

/** The zip file of its run folder; undefined when none is kept. */
export async function readKeptRun(): Promise<Uint8Array | undefined> {
  const found = await find();
  return found && new Uint8Array(await found.arrayBuffer());
}

export async function removeKeptRun(): Promise<void> {
  await caches.delete(CACHE);
}

/** A page that is not served securely has no storage of this kind. */
const find = async (): Promise<Response | undefined> =>
  "caches" in globalThis ? caches.match(ADDRESS, { cacheName: CACHE }) : undefined;
