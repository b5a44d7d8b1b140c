import { expect, it } from "vitest";
import { smallTraining } from "../../test/saved-run.js";
import { smallModel } from "../../test/small-model.js";
import type { Checkpoint } from "../checkpoint.js";
import { fit } from "../fit.js";
import { checkpointing } from "./checkpointing.js";
import { learningRateScheduler } from "./learning-rate-scheduler.js";

const falling = () => learningRateScheduler({ schedule: (epoch, rate) => (epoch < 1 ? rate : rate / 2) });

it("sets the rate of each epoch from the one before, counted from 0", async () => {
  const { history } = await fit(smallModel(), { ...smallTraining(4), callbacks: [falling()] });
  const [first] = history;
  expect(history.map(({ learning_rate }) => learning_rate / first!.learning_rate)).toEqual([
    1, 0.5, 0.25, 0.125,
  ]);
});

it("sets it once an epoch, also where a training goes on in the middle of one", async () => {
  const saved: Checkpoint[] = [];
  const save = (checkpoint: Checkpoint) => void saved.push(checkpoint);
  const whole = await fit(smallModel({ dropout: true }), {
    ...smallTraining(3),
    callbacks: [falling(), checkpointing({ save, everySeconds: 0 })],
  });
  const inside = saved.find(({ epoch, batchInEpoch }) => epoch === 2 && batchInEpoch > 0)!;
  const resumed = await fit(smallModel({ dropout: true }), {
    ...smallTraining(3),
    callbacks: [falling()],
    resumeFrom: inside,
  });
  const rates = ({ history }: typeof whole) => history.map(({ learning_rate }) => learning_rate);
  expect(rates(resumed)).toEqual(rates(whole));
});

it("says what is wrong with a rate that is none", async () => {
  const callbacks = [learningRateScheduler({ schedule: () => Number.NaN })];
  await expect(fit(smallModel(), { ...smallTraining(1), callbacks })).rejects.toThrow(
    /expected schedule\(0, 0\.\d+\) to give a rate of 0 or more, received NaN/,
  );
});
