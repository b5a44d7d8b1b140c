import { createElement } from "react";
import { createRoot } from "react-dom/client";
import { LearningCurves } from "../../apps/web/src/components/learning-curves.js";
import type { EpochPoint, TracePoint, TrainingEvent } from "../../apps/web/src/protocol.js";
import { withPoint } from "../../apps/web/src/state/training-view.js";

/** The charts of the app, drawn anew at every message of a training, as there. */
export function liveCharts(element: Element, epochs: number): (event: TrainingEvent) => void {
  const root = createRoot(element);
  let trace: readonly TracePoint[] = [];
  let rows: readonly EpochPoint[] = [];
  return (event) => {
    if (event.type === "progress" && event.point) trace = withPoint(trace, event.point);
    if (event.type === "epoch") rows = [...rows, event.row];
    root.render(createElement(LearningCurves, { trace, rows, epochs }));
  };
}
