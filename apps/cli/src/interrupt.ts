import { constants } from "node:os";
import { InterruptedError } from "./errors.js";

const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/**
 * Runs `work` with a signal that the first Ctrl-C (or SIGTERM) aborts, so that it can end in order.
 * A second one ends the process at once.
 */
export async function interruptible<T>(
  onInterrupt: () => void,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const handle = (name: (typeof SIGNALS)[number]): void => {
    if (controller.signal.aborted) process.exit(128 + constants.signals[name]);
    controller.abort(new InterruptedError(`interrupted by ${name === "SIGINT" ? "Ctrl-C" : name}.`));
    // The terminal has a progress line and "^C" on its current line.
    if (process.stderr.isTTY) process.stderr.write("\n");
    onInterrupt();
  };
  for (const name of SIGNALS) process.on(name, handle);
  try {
    return await work(controller.signal);
  } finally {
    for (const name of SIGNALS) process.off(name, handle);
  }
}
