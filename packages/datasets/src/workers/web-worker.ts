import type { WorkerHandle, WorkerListener } from "./worker-handle.js";

/** A Web Worker as a `WorkerHandle`. A page lives as long as it is open, whatever its workers do. */
export function webWorker(worker: Worker, { onMessage, onFailure }: WorkerListener): WorkerHandle {
  worker.onmessage = ({ data }) => onMessage(data);
  worker.onmessageerror = () => onFailure(new Error("a message of it could not be read"));
  worker.onerror = (event) => {
    event.preventDefault();
    onFailure(new Error(event.message || "its file could not be loaded"));
  };
  return {
    post: (message, transfer) => worker.postMessage(message, transfer),
    keepsProgramAlive() {},
    terminate() {
      worker.onmessage = null;
      worker.onmessageerror = null;
      worker.onerror = null;
      worker.terminate();
    },
  };
}
