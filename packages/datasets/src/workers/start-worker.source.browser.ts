import { webWorker } from "./web-worker.js";
import type { StartWorker } from "./worker-handle.js";

/** Vite looks for the file under its own name. */
export const startWorker: StartWorker = (listener) =>
  webWorker(new Worker(new URL("./batch-worker.browser.ts", import.meta.url), { type: "module" }), listener);
