import { random } from "@imgcls/datasets";
import { expect, it } from "vitest";
import { AVERAGED, EVERYTHING, resumesToTheBit, uninterrupted } from "./interrupted.js";

const MOMENTS = 50;

it.each([
  ["everything at once", EVERYTHING],
  ["averages of epochs", AVERAGED],
])("goes on to the bit from 50 random moments, stopped or killed: %s", async (name, draft) => {
  const { place, steps } = await uninterrupted(draft);
  const draw = random(0, name);
  for (let i = 0; i < MOMENTS; i++) {
    const step = 1 + draw.integer(steps - 1);
    await resumesToTheBit(draft, place, step, draw.integer(2) === 0 ? "stopped" : "killed");
  }
  expect(steps).toBeGreaterThan(0);
});
