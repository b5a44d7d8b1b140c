import { describe, expect, it } from "vitest";
import { smallTraining } from "../test/saved-run.js";
import { smallModel } from "../test/small-model.js";
import { type Callback, statefulCallback } from "./callback.js";
import { earlyStopping } from "./callbacks/early-stopping.js";
import type { Checkpoint } from "./checkpoint.js";
import { fit } from "./fit.js";

const counter = (name: string): Callback =>
  statefulCallback({
    name,
    createState: () => ({ steps: 0 }),
    onBatchEnd(_, __, state) {
      state.steps += 1;
    },
  });

describe("states of callbacks", () => {
  it("are in every checkpoint, and anew in every training", async () => {
    const counting = counter("counter");
    for (const epochs of [1, 2]) {
      const { checkpoint } = await fit(smallModel(), { ...smallTraining(epochs), callbacks: [counting] });
      expect(checkpoint.callbacks).toEqual({ counter: { steps: 3 * epochs } });
    }
  });

  it("go on when a training is resumed", async () => {
    const callbacks = [counter("counter")];
    const { checkpoint } = await fit(smallModel(), { ...smallTraining(1), callbacks });
    const resumed = await fit(smallModel(), { ...smallTraining(3), callbacks, resumeFrom: checkpoint });
    expect(resumed.checkpoint.callbacks).toEqual({ counter: { steps: 9 } });
    expect(checkpoint.callbacks).toEqual({ counter: { steps: 3 } });
  });

  it("are refused when they belong to other callbacks, with all that differs", async () => {
    const callbacks = [counter("a"), counter("b")];
    const { checkpoint } = await fit(smallModel(), { ...smallTraining(1), callbacks });
    const resumed = fit(smallModel(), {
      ...smallTraining(2),
      callbacks: [counter("b"), earlyStopping()],
      resumeFrom: checkpoint,
    });
    await expect(resumed).rejects.toThrow(
      'callback "earlyStopping" has no state in the checkpoint: it was not part of this training; ' +
        'callback "a" of the checkpoint is not among the callbacks: add it to go on as before',
    );
  });
});

it("a requested checkpoint knows what callbacks after the one that asks for it decided", async () => {
  const saved: Checkpoint[] = [];
  const asking: Callback = {
    name: "asking",
    onEpochEnd: (_, run) => run.requestCheckpoint((checkpoint) => void saved.push(checkpoint)),
  };
  const epochs = statefulCallback({
    name: "epochs",
    createState: () => ({ seen: 0 }),
    onEpochEnd(_, __, state) {
      state.seen += 1;
    },
  });
  await fit(smallModel(), { ...smallTraining(2), callbacks: [asking, epochs] });
  expect(saved.map(({ callbacks }) => callbacks)).toEqual([{ epochs: { seen: 1 } }, { epochs: { seen: 2 } }]);
});
