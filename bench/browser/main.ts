import type { MeasureAnswer, MeasureRequest } from "./engines.ts";

declare global {
  interface Window {
    measure(request: MeasureRequest): Promise<MeasureAnswer>;
  }
}

/** Each measurement has a worker of its own, which takes its memory and threads with it when it ends. */
window.measure = (request) =>
  new Promise((resolve) => {
    const worker = new Worker(new URL("./measure.worker.ts", import.meta.url), { type: "module" });
    const end = (answer: MeasureAnswer) => {
      worker.terminate();
      resolve(answer);
    };
    worker.onmessage = ({ data }) => {
      // Everything else is a step's report, as a page with live charts gets it.
      if ("msPerStep" in data || "error" in data) end(data);
    };
    worker.onerror = ({ message }) => end({ error: message });
    worker.postMessage(request);
  });
