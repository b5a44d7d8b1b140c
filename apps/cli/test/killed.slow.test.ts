import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { loadCheckpoint, loadSavedModel } from "@imgcls/training";
import { expect, it } from "vitest";
import { imgcls, temporaryFolder } from "./imgcls.js";
import { isBefore, type Killed, killed, lostTime, type Position } from "./kill.js";

const KILLS = 40;
const SIGNALS = ["SIGKILL", "SIGTERM", "SIGHUP"] as const;
const MINUTE = 60_000;

/** Augmented, with dropout and max-norm constraints: much that has to be the same again. 188 steps an epoch. */
const TRAIN = [
  ..."train --dataset synthetic-shapes --arch cifar10-cnn".split(" "),
  ...["--augment", "RandomCrop(padding=4), RandomHorizontalFlip"],
];

/** Milliseconds. The first in the first ten seconds, some so late that there is a checkpoint by time, most in between. */
function moment(index: number): number {
  if (index === 0) return 10_000 * Math.random();
  return index % 12 === 0 ? 40_000 + 30_000 * Math.random() : 16_000 * Math.random();
}

it("40 kills at random moments lose less than a minute each, and nothing of the result", async () => {
  const cwd = temporaryFolder();
  const run = join(cwd, "cut");
  const start: Position = [1, 0];
  let last: Killed | undefined;
  let lastSignal: NodeJS.Signals = "SIGKILL";
  let from = start;
  const losses: string[] = [];

  /** Compares where a training went on with how far the killed one was. */
  function check(next: Killed): void {
    const reached = next.from ?? (next.beganAnew && next.seen.length > 0 ? start : undefined);
    // Killed before it said where it goes on: the next one shows it.
    if (reached === undefined) return;
    expect(isBefore(reached, from), "what was saved stays saved").toBe(false);
    if (last !== undefined) {
      const lost = lostTime(last, reached);
      losses.push(`${lastSignal} ${(lost / 1000).toFixed(1)} s`);
      expect(lost, `${lastSignal}, resumed from ${reached}`).toBeLessThan(MINUTE);
      if (lastSignal !== "SIGKILL") {
        expect(last.outcome.code, last.outcome.stderr).toBe(130);
        const seen = last.seen.at(-1)?.position ?? start;
        expect(isBefore(reached, seen), `saved at ${reached}, seen at ${seen}`).toBe(false);
      }
    }
    from = reached;
    last = undefined;
  }

  for (let index = 0; index < KILLS; index++) {
    const signal = index % 12 === 0 ? "SIGKILL" : SIGNALS[index % SIGNALS.length]!;
    const next = await killed([...TRAIN, "--epochs", "1000", "--out", "cut", "--resume"], cwd, signal, () =>
      pause(moment(index)),
    );
    check(next);
    // One that had not begun to train lost nothing of what the one before it had.
    if (next.seen.length > 0 || last === undefined) [last, lastSignal] = [next, signal];
    await loadCheckpoint(run);
    if (existsSync(join(run, "imgcls.json"))) await loadSavedModel(run);
  }

  const epochs = String((await loadCheckpoint(run))!.epoch);
  const end = await imgcls([...TRAIN, "--epochs", epochs, "--out", "cut", "--resume"], { cwd });
  expect(end.code, end.stderr).toBe(0);
  const whole = await imgcls([...TRAIN, "--epochs", epochs, "--out", "whole"], { cwd });
  expect(whole.code, whole.stderr).toBe(0);
  console.info(`${KILLS} kills in ${epochs} epochs; lost: ${losses.join(", ")}`);
  const weights = (name: string) => readFileSync(join(cwd, name, "weights.bin"));
  expect(weights("cut").equals(weights("whole"))).toBe(true);
  const checkpointOf = async (name: string) => (await loadCheckpoint(join(cwd, name)))!;
  const [cut, uncut] = [await checkpointOf("cut"), await checkpointOf("whole")];
  expect(cut.slots).toEqual(uncut.slots);
  const measured = (rows: typeof cut.history) => rows.map(({ loss, val_loss }) => [loss, val_loss]);
  expect(measured(cut.history)).toEqual(measured(uncut.history));
});
