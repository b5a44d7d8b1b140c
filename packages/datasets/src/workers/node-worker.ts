import type { Worker } from "node:worker_threads";
import type { WorkerHandle, WorkerListener } from "./worker-handle.js";

/** A thread of Node as a `WorkerHandle`. */
export function nodeWorker(worker: Worker, { onMessage, onFailure }: WorkerListener): WorkerHandle {
  worker.on("message", onMessage);
  worker.on("messageerror", onFailure);
  worker.on("error", onFailure);
  worker.on("exit", (code) => onFailure(new Error(`it ended with exit code ${code}`)));
  return {
    post: (message, transfer) => worker.postMessage(message, transfer),
    keepsProgramAlive(keeps) {
      if (keeps) worker.ref();
      else worker.unref();
    },
    terminate() {
      worker.removeAllListeners();
      void worker.terminate();
    },
  };
}
