import type { Callback, HistoryRow } from "@imgcls/training";
import type { EpochPoint, TrainingEvent } from "../protocol.js";

const MILLISECONDS_BETWEEN_MESSAGES = 200;
/** The mean of a few images jumps, and says nothing. */
const LEAST_MILLISECONDS_A_POINT = 80;

/** Tells the page a few times a second where the training is. */
export function progressMessages(
  send: (event: TrainingEvent) => void,
  imagesPerEpoch: number,
  validatedOn: EpochPoint["validatedOn"],
): Callback {
  let sent = performance.now();
  let epochSeconds = 0;
  // Sums over the current epoch at the last message.
  let images = 0;
  let lossSum = 0;
  let correct = 0;

  return {
    name: "progressMessages",
    onEpochBegin() {
      sent = performance.now();
      images = 0;
      lossSum = 0;
      correct = 0;
    },
    onBatchEnd(event, { epochs, batchesPerEpoch }) {
      const now = performance.now();
      const last = event.batch === batchesPerEpoch;
      if (!last && now - sent < MILLISECONDS_BETWEEN_MESSAGES) return;
      const fresh = event.images - images;
      // A first epoch that is shorter than the time between two messages still gets its point.
      const worthAPoint = now - sent >= LEAST_MILLISECONDS_A_POINT || images === 0;
      const point = worthAPoint
        ? {
            at: event.epoch - 1 + event.batch / batchesPerEpoch,
            loss: (event.loss * event.images - lossSum) / fresh,
            accuracy: (event.accuracy * event.images - correct) / fresh,
          }
        : undefined;
      sent = now;
      images = event.images;
      lossSum = event.loss * event.images;
      correct = event.accuracy * event.images;

      const imagesPerSecond = event.images / event.trainingSeconds;
      const left = (imagesPerEpoch - event.images) / imagesPerSecond;
      // The epochs before say what an epoch takes with its test.
      const perEpoch = Math.max(epochSeconds, imagesPerEpoch / imagesPerSecond);
      send({
        type: "progress",
        epoch: event.epoch,
        batch: event.batch,
        point,
        imagesPerSecond,
        secondsLeft: left + (epochs - event.epoch) * perEpoch,
      });
      if (last) send({ type: "testing" });
    },
    onEpochEnd({ row }) {
      epochSeconds = row.seconds;
      send({ type: "epoch", row: epochPoint(row, validatedOn) });
    },
  };
}

export const epochPoint = (row: HistoryRow, validatedOn: EpochPoint["validatedOn"]): EpochPoint => ({
  epoch: row.epoch,
  loss: row.loss,
  accuracy: row.accuracy,
  valLoss: row.val_loss,
  valAccuracy: row.val_accuracy,
  validatedOn,
  seconds: row.seconds,
  imagesPerSecond: row.images_per_second,
});
