/**
 * Starts the service worker, which fetches what the page is made of. Not before the first touch: until then the page is light.
 *
 * Browsers have none for pages over plain HTTP and refuse it in some private windows: then the page needs its connection, as ever.
 */
export async function keepOffline(): Promise<void> {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  try {
    await navigator.serviceWorker.register("./service-worker.js");
  } catch (error) {
    console.info("The page is not kept for use without a connection.", error);
  }
}
