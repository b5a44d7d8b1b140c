import { expect, it } from "vitest";
import { smallTraining } from "../../test/saved-run.js";
import { FROM_PROBABILITIES, PREPROCESSING, SGD, smallModel, smallSource } from "../../test/small-model.js";
import { unhurried } from "../../test/unhurried.js";
import type { Checkpoint } from "../checkpoint.js";
import { onnxEngine } from "../engines/onnx.js";
import { fit } from "../fit.js";
import { readWeights } from "../model-weights.js";
import { checkpointing } from "./checkpointing.js";
import { earlyStopping } from "./early-stopping.js";

it("hands over a checkpoint every few epochs, with what the callbacks before it decided", async () => {
  const saved: Checkpoint[] = [];
  const save = async (checkpoint: Checkpoint) => void saved.push(checkpoint);
  await fit(smallModel(), {
    train: smallSource(16),
    epochs: 5,
    optimizer: SGD,
    loss: FROM_PROBABILITIES,
    preprocessing: PREPROCESSING,
    engine: onnxEngine({ threads: 1 }),
    callbacks: [earlyStopping({ monitor: "loss", patience: 9 }), checkpointing({ save, everyEpochs: 2 })],
  });
  expect(saved.map(({ epoch, batchInEpoch, step }) => [epoch, batchInEpoch, step])).toEqual([
    [3, 0, 4],
    [5, 0, 8],
  ]);
  expect(saved.map(({ history }) => history.length)).toEqual([2, 4]);
  const lowest = saved.map(({ history }) => Math.min(...history.map(({ loss }) => loss)));
  expect(saved.map(({ callbacks }) => callbacks.earlyStopping?.best)).toEqual(lowest);
});

it("hands over checkpoints by time, in the middle of an epoch, from which the rest is the same to the bit", async () => {
  const whole = smallModel({ dropout: true });
  const saved: Checkpoint[] = [];
  const save = (checkpoint: Checkpoint) => void saved.push(checkpoint);
  await fit(whole, { ...smallTraining(2), callbacks: [unhurried, checkpointing({ save, everySeconds: 0 })] });
  expect(saved.map(({ epoch, batchInEpoch }) => [epoch, batchInEpoch])).toEqual([
    ...[1, 2, 3].map((batch) => [1, batch]),
    [2, 0],
    ...[1, 2, 3].map((batch) => [2, batch]),
    [3, 0],
  ]);
  const expected = await readWeights(whole);
  for (const resumeFrom of [saved[1]!, saved[2]!, saved[5]!]) {
    const resumed = smallModel({ dropout: true });
    await fit(resumed, { ...smallTraining(2), resumeFrom });
    expect(await readWeights(resumed)).toEqual(expected);
  }
});

it("does not hold up the training while it saves by time, and ends only when all is saved", async () => {
  let finishSave = () => {};
  const started: number[] = [];
  const finished: number[] = [];
  const save = async ({ step }: Checkpoint) => {
    started.push(step);
    if (step === 1) await new Promise<void>((resolve) => (finishSave = resolve));
    finished.push(step);
  };
  await fit(smallModel(), {
    ...smallTraining(1),
    callbacks: [
      unhurried,
      {
        name: "third step",
        onBatchEnd({ batch }) {
          if (batch !== 3) return;
          expect([started, finished]).toEqual([[1], []]);
          finishSave();
        },
      },
      checkpointing({ save, everySeconds: 0 }),
    ],
  });
  // The third step may still see the first save at work.
  expect(started).toEqual(finished);
  expect([started[0], started.at(-1)]).toEqual([1, 3]);
});

it("ends the training with the error of a save that failed beside it", async () => {
  const save = async () => {
    throw new Error("the disk is full");
  };
  const callbacks = [checkpointing({ save, everySeconds: 0 })];
  await expect(fit(smallModel(), { ...smallTraining(1), callbacks })).rejects.toThrow("the disk is full");
});
