import type { Output } from "../output.js";
import { formatCount, formatSeconds } from "./format.js";

const MILLISECONDS_BETWEEN_LINES = 200;
const BAR_WIDTH = 20;
/** Wide enough for every line, so that each covers the one before. */
const LINE_WIDTH = 76;

/** How far something is that is done with one image after another. */
export interface Counted {
  readonly done: number;
  /** Undefined while nobody knows. */
  readonly total: number | undefined;
  /** Since the first. */
  readonly seconds: number;
}

interface Wording<Progress> {
  /** What is counted, such as "training images". */
  noun(progress: Progress): string;
  /** The line that stays. */
  doneLine(progress: Progress): string;
  /** For `--json`. */
  event(progress: Progress): { readonly event: string };
}

/** Shows it: a bar that is rewritten in a terminal, one line at the end elsewhere. */
export function countedProgress<Progress extends Counted>(
  output: Output,
  { noun, doneLine, event }: Wording<Progress>,
): (progress: Progress) => void {
  const { stderr } = process;
  let shown = 0;
  return (progress) => {
    const isDone = progress.done === progress.total;
    const now = performance.now();
    if (!isDone && now - shown < MILLISECONDS_BETWEEN_LINES) return;
    shown = now;
    output.event(event(progress));
    if (output.quiet) return;
    if (stderr.isTTY) {
      const line = isDone ? doneLine(progress) : bar(progress, noun(progress));
      stderr.write(`\r${line.padEnd(LINE_WIDTH)}${isDone ? "\n" : ""}`);
    } else if (isDone) stderr.write(`${doneLine(progress)}\n`);
  };
}

/** `  [=========...........]  143 of 320 training images   93 a second   1.9 s left`, or what is known of it. */
function bar({ done, total, seconds }: Counted, noun: string): string {
  const rate = `${Math.round(done / seconds)} a second`;
  if (total === undefined) return `  ${formatCount(done)} ${noun}   ${rate}`;
  const filled = Math.floor((done * BAR_WIDTH) / total);
  const left = (seconds / done) * (total - done);
  return `  [${"=".repeat(filled)}${".".repeat(BAR_WIDTH - filled)}]  ${formatCount(done)} of ${formatCount(total)} ${noun}   ${rate}   ${formatSeconds(left)} left`;
}
