// A training that is killed, and what is lost of it.
import type { ChildProcess } from "node:child_process";
import { imgcls, type Outcome } from "./imgcls.js";

/** How far a training is: `[epoch, batches of it]`, as both of them are written in "step" and "epoch" events. */
export type Position = readonly [epoch: number, batch: number];

export interface Killed {
  readonly outcome: Outcome;
  /** Where it went on; undefined when it began anew or did not come so far. */
  readonly from: Position | undefined;
  readonly beganAnew: boolean;
  /** How far it was, and when, in milliseconds: when it began to train, and a few times a second. */
  readonly seen: readonly { readonly position: Position; readonly time: number }[];
  /** When it had ended. */
  readonly time: number;
}

/** Runs a training with `--json` and kills it when `when` resolves, unless it ends before. */
export async function killed(
  args: readonly string[],
  cwd: string,
  signal: NodeJS.Signals,
  when: (child: ChildProcess) => Promise<unknown>,
): Promise<Killed> {
  const seen: Killed["seen"][number][] = [];
  const see = (...position: Position) => seen.push({ position, time: performance.now() });
  const outcome = await imgcls([...args, "--json"], {
    cwd,
    watch(child) {
      let rest = "";
      child.stdout?.on("data", (chunk: Buffer) => {
        const lines = `${rest}${chunk}`.split("\n");
        rest = lines.pop()!;
        for (const line of lines) {
          const { event, epoch, batch } = JSON.parse(line);
          if (event === "start") see(0, 0);
          if (event === "step") see(epoch, batch);
          if (event === "epoch") see(epoch + 1, 0);
        }
      });
      void when(child).then(() => child.kill(signal));
    },
  });
  const [, epoch, batch] = /Going on in epoch (\d+), (\d+) batches/.exec(outcome.stderr) ?? [];
  return {
    outcome,
    from: epoch === undefined ? undefined : [Number(epoch), Number(batch)],
    beganAnew: outcome.stderr.includes("begins anew"),
    seen,
    time: performance.now(),
  };
}

/** Resolves with the first line of standard output that has the text. */
export const printed =
  (text: string) =>
  (child: ChildProcess): Promise<void> =>
    new Promise((resolve) => {
      child.stdout?.on("data", (chunk: Buffer) => {
        if (chunk.toString().includes(text)) resolve();
      });
    });

/** Milliseconds of training that were lost when a training that was killed went on from there. */
export function lostTime({ seen, time }: Killed, from: Position): number {
  const kept = seen.findLast(({ position }) => !isBefore(from, position));
  return kept === undefined ? 0 : time - kept.time;
}

export const isBefore = ([epoch, batch]: Position, other: Position): boolean =>
  epoch < other[0] || (epoch === other[0] && batch < other[1]);
