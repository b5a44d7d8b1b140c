import { type Check, type Checks, oneOf, text } from "@imgcls/checks";
import type { Directions } from "../history.js";

export interface MonitorOptions {
  /** A key of the history's rows. Default "val_loss". */
  readonly monitor?: string;
  /** Whether lower or higher is better. Default "auto": what the metric itself says. */
  readonly mode?: "auto" | "min" | "max";
  /** A smaller change is no improvement. Default 0, or what the callback says. */
  readonly minDelta?: number;
}

export const number: Check = { expected: "a number", accepts: Number.isFinite };

export const epochs: Check = {
  expected: "a number of epochs, 0 or more",
  accepts: (value) => Number.isSafeInteger(value) && Number(value) >= 0,
};

export const MONITOR_CHECKS: Checks<MonitorOptions> = {
  monitor: text,
  mode: oneOf("auto", "min", "max"),
  minDelta: number,
};

/** Judges a metric as Keras 3 does: an improvement is strict, and anything is better than nothing. */
export class Monitor {
  readonly metric: string;
  private direction: "lower" | "higher" = "lower";

  /** @param owner the callback's name, for errors */
  constructor(
    private readonly owner: string,
    private readonly options: MonitorOptions,
  ) {
    this.metric = options.monitor ?? "val_loss";
  }

  /** @throws Error when the training does not measure the metric, with those that it does */
  begin(metrics: Directions): void {
    const { mode = "auto" } = this.options;
    const own = metrics[this.metric];
    if (own === undefined) {
      throw new Error(
        `[imgcls/training] ${this.owner}: expected monitor to be one of ${Object.keys(metrics).join(", ")}, ` +
          `received "${this.metric}". Give fit validation data, or monitor another metric.`,
      );
    }
    this.direction = mode === "auto" ? own : mode === "min" ? "lower" : "higher";
  }

  /** @param than null before there is anything to compare with */
  isBetter(value: number, than: number | null): boolean {
    if (than === null) return true;
    const delta = Math.abs(this.options.minDelta ?? 0);
    return this.direction === "lower" ? value + delta < than : value - delta > than;
  }
}
