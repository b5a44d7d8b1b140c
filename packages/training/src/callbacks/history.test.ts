import { expect, it } from "vitest";
import { smallTraining } from "../../test/saved-run.js";
import { smallModel } from "../../test/small-model.js";
import { fit } from "../fit.js";
import { history } from "./history.js";
import { lambdaCallback } from "./lambda-callback.js";

it("has a column for each number of the rows, those before a resume included", async () => {
  const columns = history();
  const half = await fit(smallModel(), { ...smallTraining(1), callbacks: [columns] });
  expect(columns.epoch).toEqual([1]);
  const { history: rows } = await fit(smallModel(), {
    ...smallTraining(3),
    callbacks: [columns],
    resumeFrom: half.checkpoint,
  });
  expect(columns.epoch).toEqual([1, 2, 3]);
  expect(columns.history.loss).toEqual(rows.map(({ loss }) => loss));
  expect(Object.keys(columns.history)).toEqual(Object.keys(rows[0]!).filter((name) => name !== "epoch"));
});

it("a lambda callback has the hooks that it is given, and refuses others", async () => {
  const losses: number[] = [];
  const callbacks = [lambdaCallback({ onEpochEnd: ({ row }) => void losses.push(row.loss) })];
  const { history: rows } = await fit(smallModel(), { ...smallTraining(2), callbacks });
  expect(losses).toEqual(rows.map(({ loss }) => loss));
  expect(() => lambdaCallback({ on_epoch_end: () => undefined } as never)).toThrow(
    /Did you mean "onEpochEnd"\?/,
  );
});
