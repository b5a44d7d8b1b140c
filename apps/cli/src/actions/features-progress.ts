import type { FeaturePart, FeatureProgress } from "@imgcls/runs";
import type { Output } from "../output.js";
import { formatCount, formatSeconds } from "./format.js";

const MILLISECONDS_BETWEEN_LINES = 200;
const BAR_WIDTH = 20;
/** Wide enough for every line, so that each covers the one before. */
const LINE_WIDTH = 76;

/** "all": of a data set as a whole. */
type Part = FeaturePart | "all";

const NAMES: Readonly<Record<Part, string>> = {
  all: "images",
  train: "training images",
  mirrored: "mirror images",
  test: "test images",
};

type Progress = FeatureProgress & { readonly part: Part };

/** Shows how images go through a base: a bar that is rewritten in a terminal, one line a part elsewhere. */
export function featuresProgress(output: Output): (progress: Progress) => void {
  const { stderr } = process;
  let shown = 0;
  return (progress) => {
    const { part, done, total, computed, seconds } = progress;
    const isDone = done === total;
    const now = performance.now();
    if (!isDone && now - shown < MILLISECONDS_BETWEEN_LINES) return;
    shown = now;
    output.event({ event: "features", part, done, total, computed, seconds });
    if (output.quiet) return;
    if (stderr.isTTY)
      stderr.write(
        `\r${(isDone ? doneLine(progress) : bar(progress)).padEnd(LINE_WIDTH)}${isDone ? "\n" : ""}`,
      );
    else if (isDone) stderr.write(`${doneLine(progress)}\n`);
  };
}

/** `  [=========...........]  143 of 320 training images   93 a second   1.9 s left` */
function bar({ part, done, total, seconds }: Progress): string {
  const filled = Math.floor((done * BAR_WIDTH) / total);
  const left = (seconds / done) * (total - done);
  return `  [${"=".repeat(filled)}${".".repeat(BAR_WIDTH - filled)}]  ${formatCount(done)} of ${formatCount(total)} ${NAMES[part]}   ${Math.round(done / seconds)} a second   ${formatSeconds(left)} left`;
}

function doneLine({ part, total, computed, seconds }: Progress): string {
  const known = total - computed;
  const from =
    known === 0
      ? ""
      : known === total
        ? ", known from before"
        : `, ${formatCount(known)} of them known from before`;
  const rate = computed === 0 ? "" : ` (${Math.round(computed / seconds)} a second)`;
  return `Features of ${formatCount(total)} ${NAMES[part]} in ${formatSeconds(seconds)}${rate}${from}.`;
}
