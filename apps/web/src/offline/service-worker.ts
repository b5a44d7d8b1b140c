// Keeps the page on the visitor's device: from the first visit on it opens and trains without a connection, and from the second on
// with all threads, also from a host that cannot set the headers for it.
import { clientsClaim } from "workbox-core";
import { addPlugins, cleanupOutdatedCaches, type PrecacheEntry, precacheAndRoute } from "workbox-precaching";
import { ISOLATION_HEADERS } from "../../server/isolation.js";

/** The built files, put here by the build: another build is another list, and so another service worker. */
declare const PRECACHED: (PrecacheEntry | string)[];

function isolated(response: Response): Response {
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(ISOLATION_HEADERS)) headers.set(name, value);
  const { body, status, statusText } = response;
  return new Response(body, { headers, status, statusText });
}

addPlugins([{ handlerWillRespond: async ({ response }) => isolated(response) }]);
precacheAndRoute(PRECACHED);
cleanupOutdatedCaches();
// The page that started it needs no reload to be kept.
clientsClaim();
