import { expect, it } from "vitest";
import { FROM_PROBABILITIES, PREPROCESSING, SGD, smallModel, smallSource } from "../../test/small-model.js";
import type { Checkpoint } from "../checkpoint.js";
import { onnxEngine } from "../engines/onnx.js";
import { fit } from "../fit.js";
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
  expect(saved.map(({ callbacks }) => callbacks.earlyStopping?.values.best)).toEqual(lowest);
});
