import { describe, expect, it } from "vitest";
import { memoryFolder } from "../../test/memory-folder.js";
import { smallTraining } from "../../test/saved-run.js";
import { smallModel } from "../../test/small-model.js";
import type { Callback } from "../callback.js";
import { fit } from "../fit.js";
import type { FitOptions } from "../fit-options.js";
import { readWeights } from "../model-weights.js";
import { type BackupAndRestoreOptions, backupAndRestore } from "./backup-and-restore.js";

/** The program that is started, and started again. */
async function program(
  options: BackupAndRestoreOptions,
  others: Callback[] = [],
  changes: Partial<FitOptions> = {},
) {
  const backup = backupAndRestore(options);
  const model = smallModel({ dropout: true });
  const result = await fit(model, {
    ...smallTraining(3),
    callbacks: [backup, ...others],
    resumeFrom: await backup.restore(),
    ...changes,
  });
  return { history: result.history, weights: await readWeights(model) };
}

const killAt = (step: number): Callback => ({
  name: "kill",
  onBatchEnd: (_, run) => {
    if (run.step === step) throw new Error("killed");
  },
});

describe.each(["epoch", 2] as const)("saving every %s", (saveFreq) => {
  it("goes on where the killed program was, to the bit, and leaves nothing", async () => {
    const folder = memoryFolder();
    const whole = await program({ folder: memoryFolder() });
    await expect(program({ folder, saveFreq }, [killAt(5)])).rejects.toThrow("killed");
    const begun: number[] = [];
    const watch: Callback = { name: "watch", onBatchEnd: (_, run) => void begun.push(run.step) };
    const { history, weights } = await program({ folder, saveFreq }, [watch]);
    expect(begun[0]).toBe(saveFreq === "epoch" ? 4 : 5);
    expect(weights).toEqual(whole.weights);
    expect(history.map(({ loss }) => loss)).toEqual(whole.history.map(({ loss }) => loss));
    expect(await folder.list("checkpoint")).toEqual([]);
  });
});

it("keeps the last step of an aborted training", async () => {
  const folder = memoryFolder();
  const abort = new AbortController();
  const stop: Callback = { name: "stop", onBatchEnd: (_, run) => void (run.step === 5 && abort.abort()) };
  await program({ folder }, [stop], { signal: abort.signal });
  expect((await backupAndRestore({ folder }).restore())?.step).toBe(5);
});

it("keeps the checkpoint when that is asked for, and nobody replaces it unasked", async () => {
  const folder = memoryFolder();
  await program({ folder, deleteCheckpoint: false });
  const callbacks = [backupAndRestore({ folder })];
  await expect(fit(smallModel(), { ...smallTraining(3), callbacks })).rejects.toThrow(
    "Give fit resumeFrom: await backup.restore()",
  );
});
