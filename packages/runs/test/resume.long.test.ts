import { beforeAll, describe, expect, it } from "vitest";
import type { MemoryPlace } from "../src/index.js";
import { AVERAGED, EVERYTHING, resumesToTheBit, uninterrupted } from "./interrupted.js";

describe.each([
  ["with every callback, schedule, augmentation, moving averages and accumulation", EVERYTHING],
  ["with averages of epochs", AVERAGED],
])("a training %s goes on to the bit", (_, draft) => {
  let place: MemoryPlace;
  let steps: number;
  beforeAll(async () => {
    ({ place, steps } = await uninterrupted(draft));
  }, 60_000);

  it("has phases of several epochs, six steps each", () => {
    expect(steps).toBe(30);
  });

  it.each([5, 12, 27])("when it was stopped in step %i", async (step) => {
    await resumesToTheBit(draft, place, step, "stopped");
  });

  it.each([20])("when it was killed in step %i", async (step) => {
    await resumesToTheBit(draft, place, step, "killed");
  });
});
