import { describe, expect, it } from "vitest";
import { smallTraining } from "../../test/saved-run.js";
import { smallModel } from "../../test/small-model.js";
import type { BatchEndEvent } from "../callback.js";
import { tfjsEngine } from "../engines/tfjs.js";
import { fit } from "../fit.js";
import type { FitOptions } from "../fit-options.js";
import type { HistoryRow } from "../history.js";

/** Three batches an epoch. */
const training = (changes: Partial<FitOptions> = {}): FitOptions => ({
  ...smallTraining(2),
  metrics: ["gradient_norm"],
  ...changes,
});

const numbers = ({ seconds: _, images_per_second: __, ...row }: HistoryRow) => row;

async function eventsOf(options: FitOptions) {
  const events: BatchEndEvent[] = [];
  const callbacks = [{ name: "look", onBatchEnd: (event: BatchEndEvent) => void events.push(event) }];
  const { history } = await fit(smallModel(), { ...options, callbacks });
  return { history, norms: events.map(({ metrics }) => metrics.gradient_norm) };
}

describe("gradient_norm", () => {
  it("is in training's rows and events, and not in those of validation", async () => {
    const { history, norms } = await eventsOf(training());
    expect(Object.keys(history[0]!).slice(1, 6)).toEqual([
      "loss",
      "accuracy",
      "gradient_norm",
      "val_loss",
      "val_accuracy",
    ]);
    expect([norms[2], norms[5]]).toEqual(history.map((row) => row.gradient_norm));
    for (const norm of norms) expect(norm).toBeGreaterThan(0);
  });

  it("is measured only when it is asked for", async () => {
    const { history, norms } = await eventsOf(training({ metrics: [] }));
    expect(history[0]).not.toHaveProperty("gradient_norm");
    expect(norms).toEqual(new Array(6).fill(undefined));
  });

  it("changes nothing, and is the norm before clipping", async () => {
    const optimizer = { type: "sgd", learningRate: 0.05, globalClipNorm: 1e-3 } as const;
    const [plain, measured] = [
      await fit(smallModel(), training({ optimizer, metrics: [] })),
      await fit(smallModel(), training({ optimizer })),
    ];
    expect(measured.history.map(({ loss }) => loss)).toEqual(plain.history.map(({ loss }) => loss));
    expect(measured.history[0]!.gradient_norm).toBeGreaterThan(0.01);
  });

  it("is the mean over updates, beside metrics of predictions, on both engines", async () => {
    const optimizer = { type: "adam", learningRate: 0.005, gradientAccumulationSteps: 2 } as const;
    const options = training({ optimizer, metrics: ["gradient_norm", "top_3_accuracy"] });
    const onnx = await eventsOf(options);
    const tfjs = await eventsOf({ ...options, engine: tfjsEngine() });
    // Steps 1, 3 and 5 update: one in the first epoch, two in the second.
    const [, first, , second, , last] = onnx.norms;
    expect(onnx.norms).toEqual([undefined, first, first, second, second, last]);
    expect(onnx.history.map((row) => row.gradient_norm)).toEqual([first, last]);
    expect(new Set([first, second, last]).size).toBe(3);
    for (const [epoch, row] of tfjs.history.entries()) {
      expect(onnx.history[epoch]!.gradient_norm).toBeCloseTo(row.gradient_norm!, 4);
    }
  });

  it("is the same when the training was stopped in the middle of an epoch", async () => {
    const expected = await fit(smallModel(), training());
    const controller = new AbortController();
    const callbacks = [{ name: "stop", onBatchEnd: () => controller.abort() }];
    const half = await fit(smallModel(), training({ callbacks, signal: controller.signal }));
    const resumed = await fit(smallModel(), training({ resumeFrom: half.checkpoint }));
    expect(resumed.history.map(numbers)).toEqual(expected.history.map(numbers));
  });
});
