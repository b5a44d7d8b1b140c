import type { BatchEndEvent, Callback, TrainingRun } from "../callback.js";
import type { HistoryRow } from "../history.js";

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

const TERMINAL_INTERVAL_MS = 100;
const PLAIN_INTERVAL_MS = 10_000;
const BAR_WIDTH = 20;

/**
 * Writes how the training goes: in a terminal one line for each epoch that is updated in place, elsewhere one
 * line an epoch and one about every ten seconds within it.
 */
export function progressLine({ stream, now = Date.now }: ProgressLineOptions): Callback {
  const isTerminal = stream.isTTY === true;
  const interval = isTerminal ? TERMINAL_INTERVAL_MS : PLAIN_INTERVAL_MS;
  let lastWrite = 0;
  let shown = 0;
  let isOpen = false;

  const write = (text: string, isLast: boolean) => {
    lastWrite = now();
    if (!isTerminal) {
      stream.write(`${text}\n`);
      return;
    }
    const line = text.slice(0, Math.max((stream.columns ?? 80) - 1, 1));
    stream.write(`\r${line.padEnd(shown)}${isLast ? "\n" : ""}`);
    shown = isLast ? 0 : line.length;
    isOpen = !isLast;
  };

  return {
    name: "progressLine",
    onEpochBegin() {
      lastWrite = isTerminal ? 0 : now();
    },
    onBatchEnd(event, run) {
      if (now() - lastWrite >= interval) write(batchLine(event, run), false);
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

function batchLine(
  { epoch, batch, loss, accuracy, images, trainingSeconds }: BatchEndEvent,
  run: TrainingRun,
) {
  const { epochs, batchesPerEpoch } = run;
  const done = Math.round((BAR_WIDTH * batch) / batchesPerEpoch);
  const bar = "=".repeat(done).padEnd(BAR_WIDTH, ".");
  const rate = images / trainingSeconds;
  const left = (trainingSeconds / batch) * (batchesPerEpoch - batch);
  return `Epoch ${epoch}/${epochs} [${bar}] ${batch}/${batchesPerEpoch} loss ${loss.toFixed(4)} accuracy ${accuracy.toFixed(4)} ${perSecond(rate)}, ${duration(left)} left`;
}

function epochLine(row: HistoryRow, { epochs }: TrainingRun): string {
  const validation =
    row.val_loss === undefined || row.val_accuracy === undefined
      ? ""
      : ` val_loss ${row.val_loss.toFixed(4)} val_accuracy ${row.val_accuracy.toFixed(4)}`;
  return `Epoch ${row.epoch}/${epochs} loss ${row.loss.toFixed(4)} accuracy ${row.accuracy.toFixed(4)}${validation} ${duration(row.seconds)}, ${perSecond(row.images_per_second)}`;
}

const perSecond = (rate: number): string => `${Math.round(rate).toLocaleString("en-US")} images/s`;

/** 0.42 → "0.4 s", 75 → "1 min 15 s", 7260 → "2 h 1 min". */
function duration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  return minutes < 60
    ? `${minutes} min ${whole % 60} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
