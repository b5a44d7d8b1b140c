import { Worker } from "node:worker_threads";
import { nodeWorker } from "./node-worker.js";
import type { StartWorker } from "./worker-handle.js";

export const startWorker: StartWorker = (listener) =>
  nodeWorker(new Worker(new URL("./batch-worker.node.js", import.meta.url)), listener);
