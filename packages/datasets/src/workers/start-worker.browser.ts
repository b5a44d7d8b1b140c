import { webWorker } from "./web-worker.js";
import type { StartWorker } from "./worker-handle.js";

// Bundlers look for exactly this expression.
export const startWorker: StartWorker = (listener) =>
  webWorker(new Worker(new URL("./batch-worker.browser.js", import.meta.url), { type: "module" }), listener);
