import type { TrainingRecipe } from "@imgcls/architectures";
import {
  type Callback,
  type Checkpoint,
  checkpointing,
  earlyStopping,
  progressLine,
  terminateOnNaN,
} from "@imgcls/training";
import type { Output } from "../output.js";

/** Of work, and what saving takes, are lost at most when the process is killed. */
const SECONDS_BETWEEN_SAVES = 20;
const MILLISECONDS_BETWEEN_STEP_EVENTS = 200;

/** What happens while training, in the order that `fit` needs: those that save come last. */
export const trainingCallbacks = (
  { earlyStopping: stopping }: TrainingRecipe,
  output: Output,
  save: (checkpoint: Checkpoint) => Promise<void>,
): Callback[] => [
  terminateOnNaN(),
  ...(stopping === undefined ? [] : [earlyStopping(stopping)]),
  ...(output.json ? [jsonEvents(output)] : []),
  ...(output.quiet ? [] : [progressLine({ stream: process.stderr })]),
  checkpointing({ save, everySeconds: SECONDS_BETWEEN_SAVES }),
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
