import { expect, it } from "vitest";
import { BackgroundWork } from "./background-work.js";

/** Ends a moment after it is told to. */
const untilEnded = (name: string, log: string[]) => (signal: AbortSignal) =>
  new Promise<void>((_, reject) => {
    log.push(`${name} begins`);
    signal.addEventListener("abort", () =>
      setTimeout(() => {
        log.push(`${name} ends`);
        reject(signal.reason);
      }, 5),
    );
  });

const aMoment = () => new Promise((resolve) => setTimeout(resolve, 5));

it("is one at a time, and ends before the next begins", async () => {
  const work = new BackgroundWork();
  const log: string[] = [];
  const first = work.start(untilEnded("a", log));
  await aMoment();
  const second = work.start(untilEnded("b", log));
  const third = work.start(untilEnded("c", log));
  await first;
  await second;
  await aMoment();
  await work.stop();
  await third;
  expect(log).toEqual(["a begins", "a ends", "c begins", "c ends"]);
});

it("tells whoever started it what went wrong, and goes on", async () => {
  const work = new BackgroundWork();
  const failed = work.start(() => Promise.reject(new Error("no weights")));
  await expect(failed).rejects.toThrow("no weights");
  await work.stop();
  let isDone = false;
  await work.start(async () => {
    isDone = true;
  });
  expect(isDone).toBe(true);
});
