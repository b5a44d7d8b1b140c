import { constants } from "node:os";
import { InterruptedError } from "./errors.js";

/** SIGHUP: the terminal is closed. */
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Runs `work` with a signal that the first Ctrl-C, SIGTERM or SIGHUP aborts, so that it can end in order. A second
 * Ctrl-C or SIGTERM ends the process at once; not a SIGHUP, which the system and the shell may both send.
 */
export async function interruptible<T>(
  onInterrupt: () => void,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  let asked = 0;
  const handle = (name: (typeof SIGNALS)[number]): void => {
    if (name !== "SIGHUP") asked += 1;
    if (asked > 1) process.exit(128 + constants.signals[name]);
    if (controller.signal.aborted) return;
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
