import type { TracePoint, TrainingEvent } from "../protocol.js";
import type { TrainingView } from "./app-state.js";

/** More points than a chart has pixels only cost time. */
const MOST_POINTS = 400;

export const newTraining = (epochs: number): TrainingView => ({
  phase: "starting",
  engine: undefined,
  notices: [],
  trace: [],
  rows: [],
  epochs,
  learningRate: undefined,
  position: undefined,
  outcome: undefined,
  reason: undefined,
  pressedAgain: false,
});

export function afterEvent(view: TrainingView, event: TrainingEvent): TrainingView {
  const phase = view.phase === "stopping" ? "stopping" : "training";
  switch (event.type) {
    case "notice":
      return { ...view, notices: [...view.notices, event.text] };
    case "features":
      return { ...view, phase, features: { done: event.done, total: event.total } };
    case "started":
      return {
        ...view,
        phase,
        engine: event.engine,
        epochs: event.epochs,
        learningRate: event.learningRate,
        rows: event.rows,
        position: { at: event.rows.length, imagesPerSecond: Number.NaN, secondsLeft: Number.NaN },
      };
    case "progress": {
      const { at, imagesPerSecond, secondsLeft, point } = event;
      return {
        ...view,
        phase,
        trace: point ? withPoint(view.trace, point) : view.trace,
        position: { at, imagesPerSecond, secondsLeft },
      };
    }
    case "testing":
      return { ...view, phase: view.phase === "stopping" ? "stopping" : "testing" };
    case "epoch":
      return { ...view, phase, rows: [...view.rows, event.row] };
  }
}

/** Adds a point; when there are too many, each two neighbours become their mean. */
export function withPoint(trace: readonly TracePoint[], point: TracePoint): readonly TracePoint[] {
  const all = [...trace, point];
  if (all.length <= MOST_POINTS) return all;
  return Array.from({ length: Math.ceil(all.length / 2) }, (_, pair) => {
    const first = all[2 * pair]!;
    const second = all[2 * pair + 1] ?? first;
    return {
      at: second.at,
      loss: (first.loss + second.loss) / 2,
      accuracy: (first.accuracy + second.accuracy) / 2,
    };
  });
}
