import { type Callback, progressLine } from "@imgcls/training";
import type { Output } from "../output.js";

const MILLISECONDS_BETWEEN_STEP_EVENTS = 200;

/** What shows how a training goes. */
export const progressCallbacks = (output: Output): Callback[] => [
  ...(output.json ? [jsonEvents(output)] : []),
  ...(output.quiet ? [] : [progressLine({ stream: process.stderr })]),
];

/** An event an epoch, and a few a second for the steps. */
function jsonEvents(output: Output): Callback {
  let last = 0;
  return {
    name: "jsonEvents",
    onBatchEnd({ epoch, batch, loss, accuracy, images, trainingSeconds }, { batchesPerEpoch }) {
      const now = performance.now();
      if (now - last < MILLISECONDS_BETWEEN_STEP_EVENTS) return;
      last = now;
      const images_per_second = images / trainingSeconds;
      output.event({ event: "step", epoch, batch, batchesPerEpoch, loss, accuracy, images_per_second });
    },
    onEpochEnd({ row }) {
      output.event({ event: "epoch", ...row });
    },
  };
}
