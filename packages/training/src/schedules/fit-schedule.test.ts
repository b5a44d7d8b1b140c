import { expect, it } from "vitest";
import { smallTraining } from "../../test/saved-run.js";
import { smallModel } from "../../test/small-model.js";
import type { TrainingRun } from "../callback.js";
import { fit } from "../fit.js";
import { readWeights } from "../model-weights.js";
import { TrainingOptionsError } from "../training-plan.js";

const schedule = { type: "cosine", warmup: { epochs: 1, from: 0.1 } } as const;

const watched = () => {
  const rates: number[] = [];
  const onBatchEnd = (_: unknown, run: TrainingRun) => void rates.push(run.learningRate);
  return { rates, callback: { name: "watch", onBatchEnd } };
};

it("gives every step its own rate, which history and callbacks see", async () => {
  const { rates, callback } = watched();
  const { history } = await fit(smallModel(), { ...smallTraining(3), schedule, callbacks: [callback] });
  const { learningRate } = smallTraining(3).optimizer;
  // Three steps an epoch: after each step, the rate of the next.
  const factors = [0.4, 0.7, 1, ...[1, 2, 3, 4, 5, 6].map((i) => (1 + Math.cos((Math.PI * i) / 6)) / 2)];
  expect(rates.slice(0, 8)).toEqual(
    factors.slice(0, 8).map((factor) => expect.closeTo(factor * learningRate, 12)),
  );
  expect(history.map((row) => row.learning_rate)).toEqual([
    expect.closeTo(0.7 * learningRate, 12),
    expect.closeTo(factors[4]! * learningRate, 12),
    expect.closeTo(factors[7]! * learningRate, 12),
  ]);
});

it("goes on to the same bits after a resume in the middle", async () => {
  const whole = smallModel();
  await fit(whole, { ...smallTraining(2), schedule });
  const interrupted = smallModel();
  const controller = new AbortController();
  const stopAfterFour = { name: "stop", onBatchEnd: () => void (--left === 0 && controller.abort()) };
  let left = 4;
  const { checkpoint } = await fit(interrupted, {
    ...smallTraining(2),
    schedule,
    callbacks: [stopAfterFour],
    signal: controller.signal,
  });
  const resumed = smallModel();
  await fit(resumed, { ...smallTraining(2), schedule, resumeFrom: checkpoint });
  expect(await readWeights(resumed)).toEqual(await readWeights(whole));
});

it("says that no callback can raise a rate that the schedule has at 0", async () => {
  const raise = { name: "raise", onEpochBegin: (_: unknown, run: TrainingRun) => run.setLearningRate(0.1) };
  const fromZero = { type: "cosine", warmup: { epochs: 1 } } as const;
  const training = fit(smallModel(), { ...smallTraining(2), schedule: fromZero, callbacks: [raise] });
  await expect(training).rejects.toThrow("setLearningRate(0.1): the schedule has the rate 0 in step 0");
});

it("is refused when it is wrong, with all that is", async () => {
  const wrong = fit(smallModel(), { ...smallTraining(1), schedule: { type: "step", gamma: 3 } as never });
  await expect(wrong).rejects.toThrow(TrainingOptionsError);
  await expect(wrong).rejects.toThrow(
    "expected schedule.everyEpochs to be above 0, received nothing; expected schedule.gamma to be a number from 0 to 1, received 3",
  );
});
