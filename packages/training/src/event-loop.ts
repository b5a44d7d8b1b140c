/** Long enough to cost nothing, short enough that nobody notices the wait after Ctrl-C. */
const LONGEST_MS = 20;

/**
 * A function to await between steps: when the last turn is some time ago it lets the event loop run, so that
 * timers, signals and aborts are heard. Promises alone do not: they are settled before any event is.
 *
 * @param longest milliseconds without a turn
 */
export function eventLoopTurns(longest = LONGEST_MS): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < longest) return;
    await turn();
    last = performance.now();
  };
}

/** Of the time between two pieces of the work beside: so steps become a quarter longer while it lasts. */
const SHARE = 1 / 4;
const SHORTEST_PIECE_MS = 5;
/** A step waits so long, and for the last part that was begun: a large layer's weights take twenty milliseconds. */
const LONGEST_PIECE_MS = 25;

/**
 * For work beside the steps of a training, as when it is saved: a function to await after every millisecond or so of the
 * work. There is one turn of the event loop a step, however long the steps are; so the pieces between turns are in
 * proportion to what the loop did last: short ones for quick steps, which otherwise would wait for them, longer ones for
 * slow steps, of which the work otherwise would take hundreds.
 */
export function turnsBesideSteps(): () => Promise<void> {
  let piece = SHORTEST_PIECE_MS;
  let begun = performance.now();
  return async () => {
    const ended = performance.now();
    if (ended - begun < piece) return;
    await turn();
    begun = performance.now();
    piece = Math.min(Math.max((begun - ended) * SHARE, SHORTEST_PIECE_MS), LONGEST_PIECE_MS);
  };
}

/**
 * Not a timer: browsers delay those, up to a second in background tabs. There a task of low priority comes after the
 * messages that wait; a message to oneself takes the way through another thread, for which busy processors leave
 * no room: milliseconds instead of microseconds.
 */
function turn(): Promise<unknown> {
  if (typeof setImmediate !== "undefined") return new Promise((resolve) => setImmediate(resolve));
  if (typeof scheduler !== "undefined")
    return scheduler.postTask(() => undefined, { priority: "background" });
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve(undefined);
    };
    port2.postMessage(null);
  });
}

/** Chromium and Firefox have it; TypeScript's library does not know it yet. */
declare const scheduler:
  | { postTask(task: () => void, options: { priority: "background" }): Promise<void> }
  | undefined;
/** Of Node. */
declare const setImmediate: ((task: (value: unknown) => void) => void) | undefined;
