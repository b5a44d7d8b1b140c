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
  /** How far it was, and when, in milliseconds; the last one when it was killed. */
  readonly steps: readonly { readonly position: Position; readonly time: number }[];
}

/** Runs a training with `--json` and kills it when `when` resolves, unless it ends before. */
export async function killed(
  args: readonly string[],
  cwd: string,
  signal: NodeJS.Signals,
  when: (child: ChildProcess) => Promise<unknown>,
): Promise<Killed> {
  const steps: Killed["steps"][number][] = [];
  const outcome = await imgcls([...args, "--json"], {
    cwd,
    watch(child) {
      let rest = "";
      child.stdout?.on("data", (chunk: Buffer) => {
        const lines = `${rest}${chunk}`.split("\n");
        rest = lines.pop()!;
        for (const line of lines) {
          const { event, epoch, batch } = JSON.parse(line);
          if (event === "step") steps.push({ position: [epoch, batch], time: performance.now() });
          if (event === "epoch") steps.push({ position: [epoch + 1, 0], time: performance.now() });
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
    steps,
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

export const isBefore = ([epoch, batch]: Position, other: Position): boolean =>
  epoch < other[0] || (epoch === other[0] && batch < other[1]);
