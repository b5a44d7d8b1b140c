import { phasesOf, type RunStart, type TrainRunOptions } from "@imgcls/runs";
import type { Callback, HistoryRow } from "@imgcls/training";
import type { EpochPoint, TrainingEvent } from "../protocol.js";
import { sentence } from "../text/format.js";
import { describeEngine } from "./engines.js";

const MILLISECONDS_BETWEEN_MESSAGES = 200;
/** The mean of a few images jumps, and says nothing. */
const LEAST_MILLISECONDS_A_POINT = 80;

/** Tells the page a few times a second where the training is. */
export function progressMessages(
  send: (event: TrainingEvent) => void,
): Required<Pick<TrainRunOptions, "callbacks" | "onEvent">> {
  let start: RunStart | undefined;
  let rows: EpochPoint[] = [];
  /** Epochs of the phases before. */
  let earlier = 0;
  let sent = performance.now();
  // Sums over the current epoch at the last message.
  let images = 0;
  let lossSum = 0;
  let correct = 0;

  const callback: Callback = {
    name: "progressMessages",
    onTrainBegin(_, { history }) {
      if (rows.length > 0) return;
      const { recipe, engine, validatedOn } = start!;
      const before = start!.earlier.map((row) => epochPoint(row, validatedOn));
      earlier = before.length;
      rows = [...before, ...history.map(toPoint)];
      send({
        type: "started",
        engine: describeEngine(engine),
        learningRate: recipe.optimizer.learningRate,
        epochs: phasesOf(recipe).reduce((sum, { epochs }) => sum + epochs, 0),
        rows,
      });
    },
    onEpochBegin() {
      sent = performance.now();
      images = 0;
      lossSum = 0;
      correct = 0;
    },
    onBatchEnd(event, { epochs, batchesPerEpoch, history }) {
      const now = performance.now();
      const last = event.batch === batchesPerEpoch;
      if (!last && now - sent < MILLISECONDS_BETWEEN_MESSAGES) return;
      const fresh = event.images - images;
      const at = earlier + event.epoch - 1 + event.batch / batchesPerEpoch;
      // A first epoch that is shorter than the time between two messages still gets its point.
      const worthAPoint = now - sent >= LEAST_MILLISECONDS_A_POINT || images === 0;
      const point = worthAPoint
        ? {
            at,
            loss: (event.loss * event.images - lossSum) / fresh,
            accuracy: (event.accuracy * event.images - correct) / fresh,
          }
        : undefined;
      sent = now;
      images = event.images;
      lossSum = event.loss * event.images;
      correct = event.accuracy * event.images;

      const secondsABatch = event.trainingSeconds / event.batch;
      // The epochs before say what an epoch takes with its validation.
      const secondsAnEpoch = Math.max(history.at(-1)?.seconds ?? 0, secondsABatch * batchesPerEpoch);
      send({
        type: "progress",
        at,
        point,
        imagesPerSecond: event.images / event.trainingSeconds,
        secondsLeft:
          secondsABatch * (batchesPerEpoch - event.batch) + (epochs - event.epoch) * secondsAnEpoch,
      });
      if (last) send({ type: "testing" });
    },
    onEpochEnd({ row }) {
      const point = toPoint(row);
      rows.push(point);
      send({ type: "epoch", row: point });
    },
  };

  const toPoint = (row: HistoryRow): EpochPoint => ({
    ...epochPoint(row, start!.validatedOn),
    epoch: earlier + row.epoch,
  });

  return {
    callbacks: [callback],
    onEvent(event) {
      if (event.type === "start") start = event;
      if (event.type === "phase") earlier = rows.length;
      if (event.type === "note") send({ type: "notice", text: sentence(event.message) });
      if (event.type === "features") send({ type: "features", done: event.done, total: event.total });
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
