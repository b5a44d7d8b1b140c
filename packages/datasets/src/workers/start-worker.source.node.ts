import { Worker } from "node:worker_threads";
import { nodeWorker } from "./node-worker.js";
import type { StartWorker } from "./worker-handle.js";

const execArgv = ["--conditions", "imgcls-source"];

export const startWorker: StartWorker = (listener) =>
  nodeWorker(new Worker(new URL("./batch-worker.source.mjs", import.meta.url), { execArgv }), listener);
