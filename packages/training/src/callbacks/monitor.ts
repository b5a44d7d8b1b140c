import {
  type Check,
  finite,
  type Option,
  type Options,
  oneOf,
  option,
  text,
  wholeNumber,
} from "@imgcls/checks";
import type { Directions } from "../history.js";

export interface MonitorOptions {
  /** A key of the history's rows. Default "val_loss". */
  readonly monitor?: string;
  /** Whether lower or higher is better. Default "auto": what the metric itself says. */
  readonly mode?: "auto" | "min" | "max";
  /** A smaller change is no improvement. Default 0, or what the callback says. */
  readonly minDelta?: number;
}

export const epochs: Check = { ...wholeNumber, expected: "a number of epochs, 0 or more" };

export const minDelta = (usual: number): Option<number> =>
  option(finite, { default: usual, about: "a smaller change is no improvement" });

export const MONITOR: Options<MonitorOptions> = {
  monitor: option(text, { default: "val_loss", about: "name of what is watched in the rows of the history" }),
  mode: option(oneOf("auto", "min", "max"), {
    default: "auto",
    about: "whether lower or higher is better; auto is what the metric itself says",
  }),
  minDelta: minDelta(0),
};

/** Judges a metric as Keras 3 does: an improvement is strict, and anything is better than nothing. */
export class Monitor {
  readonly metric: string;
  private direction: "lower" | "higher" = "lower";

  /** @param owner the callback's name, for errors */
  constructor(
    private readonly owner: string,
    private readonly options: Required<MonitorOptions>,
  ) {
    this.metric = options.monitor;
  }

  /** @throws Error when the training does not measure the metric, with those that it does */
  begin(metrics: Directions): void {
    const { mode } = this.options;
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
    const delta = Math.abs(this.options.minDelta);
    return this.direction === "lower" ? value + delta < than : value - delta > than;
  }
}
