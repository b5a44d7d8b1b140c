import { setImmediate as nextTurn } from "node:timers/promises";
import { afterEach, expect, it, vi } from "vitest";
import { turnsBesideSteps } from "./event-loop.js";

afterEach(() => void vi.restoreAllMocks());

/** Milliseconds of work in pieces of one, beside steps that take so long each and the event loop's only turn. */
async function workBesideSteps({ work, step }: { readonly work: number; readonly step: number }) {
  let clock = 0;
  vi.spyOn(performance, "now").mockImplementation(() => clock);
  let isDone = false;
  let waited = 0;
  const waits: number[] = [];
  const steps = (async () => {
    while (!isDone) {
      waits.push(waited);
      waited = 0;
      clock += step;
      await nextTurn();
    }
  })();
  const turn = turnsBesideSteps();
  for (let i = 0; i < work; i++) {
    clock += 1;
    waited += 1;
    await turn();
  }
  isDone = true;
  await steps;
  return waits;
}

it("ends work of 400 ms within some twenty slow steps, none of which waits for longer than 30 ms", async () => {
  const waits = await workBesideSteps({ work: 400, step: 600 });
  expect(waits.length).toBeLessThanOrEqual(20);
  expect(Math.max(...waits)).toBeLessThanOrEqual(30);
});

it("makes quick steps wait for a few milliseconds only", async () => {
  const waits = await workBesideSteps({ work: 400, step: 10 });
  expect(waits.length).toBeGreaterThan(60);
  // Two pieces, where the event loop has two turns for one step.
  expect(Math.max(...waits)).toBeLessThanOrEqual(10);
});
