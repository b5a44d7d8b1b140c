import { describe, expect, it } from "vitest";
import type { TracePoint, TrainingEvent } from "../protocol.js";
import { afterEvent, newTraining, withPoint } from "./training-view.js";

const progress = (at: number): TrainingEvent => ({
  type: "progress",
  at,
  point: { at, loss: 1, accuracy: 0.5 },
  imagesPerSecond: 100,
  secondsLeft: 3,
});

describe("what is shown of a training", () => {
  it("follows the worker's messages", () => {
    const events: TrainingEvent[] = [
      { type: "notice", text: "One thread." },
      { type: "started", engine: "onnx", epochs: 2, learningRate: 0.1, rows: [] },
      progress(0.4),
      progress(1),
      { type: "testing" },
    ];
    const view = events.reduce(afterEvent, newTraining(2));
    expect(view).toMatchObject({
      phase: "testing",
      engine: "onnx",
      notices: ["One thread."],
      position: { at: 1, imagesPerSecond: 100, secondsLeft: 3 },
    });
    expect(view.trace.map(({ at }) => at)).toEqual([0.4, 1]);
  });

  it("stays at stopping until the training has ended", () => {
    const started = afterEvent(newTraining(2), {
      type: "started",
      engine: "onnx",
      epochs: 2,
      learningRate: 0.1,
      rows: [],
    });
    const view = afterEvent({ ...started, phase: "stopping" }, progress(0.5));
    expect(view.phase).toBe("stopping");
  });
});

describe("the points of a chart", () => {
  it("stay few: neighbours become their mean, and the last one stays the last", () => {
    let trace: readonly TracePoint[] = [];
    for (let i = 1; i <= 5000; i++) trace = withPoint(trace, { at: i, loss: i, accuracy: 0.5 });
    expect(trace.length).toBeLessThanOrEqual(400);
    expect(trace.at(-1)!.at).toBe(5000);
    expect(trace.every(({ at }, i) => i === 0 || at > trace[i - 1]!.at)).toBe(true);
    expect(trace.every(({ accuracy }) => accuracy === 0.5)).toBe(true);
  });
});
