import { FIT_EPOCHS, type MeasureAnswer, type MeasureRequest } from "./engines.ts";
import { liveCharts } from "./live-charts.ts";

declare global {
  interface Window {
    measure(request: MeasureRequest): Promise<MeasureAnswer>;
  }
}

/** Each measurement has a worker of its own, which takes its memory and threads with it when it ends. */
window.measure = (request) =>
  new Promise((resolve) => {
    const worker = new Worker(new URL("./measure.worker.ts", import.meta.url), { type: "module" });
    const draw = liveCharts(document.body, FIT_EPOCHS);
    const end = (answer: MeasureAnswer) => {
      worker.terminate();
      resolve(answer);
    };
    worker.onmessage = ({ data }) => {
      if ("msPerStep" in data || "error" in data) end(data);
      else draw(data);
    };
    worker.onerror = ({ message }) => end({ error: message });
    worker.postMessage(request);
  });
