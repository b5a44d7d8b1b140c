import { type Checks, func } from "@imgcls/checks";
import type { BatchEndEvent, Callback, TrainingRun } from "../callback.js";
import type { HistoryRow } from "../history.js";
import { requireOptions } from "../training-plan.js";

export interface ProgressStream {
  write(text: string): unknown;
  /** A terminal: the line is updated in place. */
  readonly isTTY?: boolean;
  /** Width of the terminal. Default 80. */
  readonly columns?: number;
}

export interface ProgressLineOptions {
  readonly stream: ProgressStream;
  /** Milliseconds. Default: the clock. */
  readonly now?: () => number;
}

const CHECKS: Checks<ProgressLineOptions> = {
  stream: {
    expected: "a stream with write(text), such as the standard error",
    accepts: (value) => func.accepts((value as { write?: unknown } | null)?.write),
  },
  now: func,
};

const TERMINAL_INTERVAL_MS = 100;
const PLAIN_INTERVAL_MS = 10_000;
const LONGEST_BAR = 20;
const SHORTEST_BAR = 5;

/**
 * Writes how the training goes: in a terminal one line for each epoch that is updated in place, elsewhere one
 * line an epoch and one about every ten seconds within it.
 *
 * @throws TrainingOptionsError with every option that is unknown, wrong or missing
 */
export function progressLine(options: ProgressLineOptions): Callback {
  requireOptions("progressLine", options, CHECKS, ["stream"]);
  const { stream, now = Date.now } = options;
  const isTerminal = stream.isTTY === true;
  const interval = isTerminal ? TERMINAL_INTERVAL_MS : PLAIN_INTERVAL_MS;
  let lastWrite = 0;
  let shown = 0;
  let isOpen = false;

  const width = () => (isTerminal ? (stream.columns ?? 80) : Number.POSITIVE_INFINITY);
  const write = (text: string, isLast: boolean) => {
    lastWrite = now();
    if (!isTerminal) {
      stream.write(`${text}\n`);
      return;
    }
    // A line that will be overwritten must not wrap: \r goes back to the start of its last row only.
    const line = isLast ? text : text.slice(0, width() - 1);
    stream.write(`\r${line.padEnd(shown)}${isLast ? "\n" : ""}`);
    shown = isLast ? 0 : line.length;
    isOpen = !isLast;
  };

  return {
    name: "progressLine",
    onTrainBegin() {
      // A training that failed leaves its line as it was.
      if (isOpen) stream.write("\n");
      shown = 0;
      isOpen = false;
    },
    onEpochBegin() {
      lastWrite = isTerminal ? 0 : now();
    },
    onBatchEnd(event, run) {
      if (now() - lastWrite >= interval) write(batchLine(event, run, width()), false);
    },
    onEpochEnd({ row }, run) {
      write(epochLine(row, run), true);
    },
    onStop({ reason }) {
      if (isOpen) stream.write("\n");
      isOpen = false;
      stream.write(`Stopped: ${reason}\n`);
    },
  };
}

/** The bar takes what room is left. */
function batchLine(event: BatchEndEvent, { epochs, batchesPerEpoch }: TrainingRun, width: number): string {
  const { epoch, batch, loss, accuracy, images, trainingSeconds } = event;
  const left = (trainingSeconds / batch) * (batchesPerEpoch - batch);
  const start = `Epoch ${epoch}/${epochs}`;
  const end = `${batch}/${batchesPerEpoch} loss ${loss.toFixed(4)} accuracy ${accuracy.toFixed(4)} ${perSecond(images / trainingSeconds)}, ${duration(left)} left`;
  const room = Math.min(width - start.length - end.length - 5, LONGEST_BAR);
  if (room < SHORTEST_BAR) return `${start} ${end}`;
  const done = Math.round((room * batch) / batchesPerEpoch);
  return `${start} [${"=".repeat(done).padEnd(room, ".")}] ${end}`;
}

function epochLine(row: HistoryRow, { epochs }: TrainingRun): string {
  const validation =
    row.val_loss === undefined || row.val_accuracy === undefined
      ? ""
      : ` val_loss ${row.val_loss.toFixed(4)} val_accuracy ${row.val_accuracy.toFixed(4)}`;
  return `Epoch ${row.epoch}/${epochs} loss ${row.loss.toFixed(4)} accuracy ${row.accuracy.toFixed(4)}${validation} ${duration(row.seconds)}, ${perSecond(row.images_per_second)}`;
}

const perSecond = (rate: number): string => `${Math.round(rate).toLocaleString("en-US")} img/s`;

/** 4.2 → "4.2 s", 42 → "42 s", 75 → "1:15", 7260 → "2:01:00". */
function duration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const twoDigits = (value: number) => String(value).padStart(2, "0");
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const start = hours === 0 ? `${minutes}` : `${hours}:${twoDigits(minutes)}`;
  return `${start}:${twoDigits(whole % 60)}`;
}
