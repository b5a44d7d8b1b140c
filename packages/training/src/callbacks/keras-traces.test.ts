// Oracle: Keras 3 itself, in packages/test-utils/golden/callback_traces.py.
import { callbackTraces } from "@imgcls/test-utils";
import { describe, expect, it } from "vitest";
import { memoryFolder } from "../../test/memory-folder.js";
import { traceCallback } from "../../test/trace-callback.js";
import type { Callback, TrainingRun } from "../callback.js";
import { earlyStopping } from "./early-stopping.js";
import { modelCheckpoint } from "./model-checkpoint.js";
import { reduceLROnPlateau } from "./reduce-lr-on-plateau.js";
import { terminateOnNaN } from "./terminate-on-nan.js";

const cases = callbackTraces.cases.map((trace, index) => ({
  ...trace,
  index,
  values: trace.course.map(Number),
}));

const KILLS: readonly [string, (epoch: number, index: number) => boolean][] = [
  ["without a break", () => false],
  ["resumed after every epoch", () => true],
  ["resumed here and there", (epoch, index) => (epoch * 7 + index * 5) % 11 < 3],
];

describe.each(KILLS)("%s", (_, isKilledAfter) => {
  const follow = ({ values, index }: (typeof cases)[number], create: () => Callback) =>
    traceCallback(
      create,
      values.map((val_loss) => ({ val_loss })),
      { resumeAfter: values.map((_, i) => i + 1).filter((epoch) => isKilledAfter(epoch, index)) },
    );

  it("earlyStopping stops and restores where Keras does", async () => {
    for (const trace of cases) {
      const { options, ...decided } = trace.earlyStopping;
      const { ranEpochs, weightsOf, state } = await follow(trace, () => earlyStopping(options));
      expect({ ranEpochs, weightsOf, bestEpoch: state.bestEpoch }, `case ${trace.index}`).toEqual(decided);
    }
  });

  it("reduceLROnPlateau has Keras's rates", async () => {
    for (const trace of cases) {
      const { options, rates } = trace.reduceLROnPlateau;
      const traced = await follow(trace, () => reduceLROnPlateau(options));
      expect(traced.rates, `case ${trace.index}`).toEqual(rates);
    }
  });

  it("modelCheckpoint saves when Keras does, and before the first number, when there is nothing to lose", async () => {
    for (const trace of cases) {
      const { options, leadingNaNs, saved } = trace.modelCheckpoint;
      const create = () => modelCheckpoint({ filepath: "m", ...options, folder: memoryFolder() });
      const savesNaN = !options.saveBestOnly || options.initialValueThreshold === undefined;
      const leading = trace.values.slice(0, savesNaN ? leadingNaNs : 0).map((_, i) => i + 1);
      expect((await follow(trace, create)).saved, `case ${trace.index}`).toEqual([...leading, ...saved]);
    }
  });
});

it("terminateOnNaN stops after the batch after which Keras does", () => {
  const { onBatchEnd } = terminateOnNaN();
  for (const { values, terminateOnNaN: stop, index } of cases) {
    const stopsAfter = (batchLoss: number): boolean => {
      let isStopped = false;
      const run = { stop: () => (isStopped = true) } as unknown as TrainingRun;
      onBatchEnd!({ batchLoss, epoch: 1, batch: 1 } as never, run, {});
      return isStopped;
    };
    const first = values.findIndex(stopsAfter);
    expect(first < 0 ? null : first + 1, `case ${index}`).toBe(stop);
  }
});
