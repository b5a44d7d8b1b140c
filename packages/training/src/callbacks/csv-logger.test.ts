import { expect, it } from "vitest";
import { memoryFolder } from "../../test/memory-folder.js";
import { smallTraining } from "../../test/saved-run.js";
import { smallModel } from "../../test/small-model.js";
import { fit } from "../fit.js";
import type { FitOptions } from "../fit-options.js";
import { type CsvLoggerConfig, csvLogger } from "./csv-logger.js";

const folder = memoryFolder();
const train = (epochs: number, options: CsvLoggerConfig, changes: Partial<FitOptions> = {}) =>
  fit(smallModel(), { ...smallTraining(epochs), callbacks: [csvLogger({ ...options, folder })], ...changes });

async function cellsOf(name: string, separator = ","): Promise<string[][]> {
  const text = new TextDecoder().decode(await folder.read(name));
  expect(text).toMatch(/\n$/);
  return text
    .trimEnd()
    .split("\n")
    .map((line) => line.split(separator));
}
const epochsOf = async (name: string) => (await cellsOf(name)).map(([epoch]) => epoch);

it("writes the rows of the history, with another separator too", async () => {
  const { history } = await train(2, { filename: "logs/a.csv", separator: ";" });
  const [names, ...rows] = await cellsOf("logs/a.csv", ";");
  expect(names).toEqual(Object.keys(history[0]!));
  expect(rows).toEqual(history.map((row) => Object.values(row).map(String)));
});

it("replaces the file of an earlier training, or appends to it", async () => {
  await train(2, { filename: "b.csv" });
  await train(1, { filename: "b.csv" });
  expect(await epochsOf("b.csv")).toEqual(["epoch", "1"]);
  await train(2, { filename: "b.csv", append: true });
  expect(await epochsOf("b.csv")).toEqual(["epoch", "1", "1", "2"]);
});

it.each([false, true])("has every epoch of a resumed training once, with append %s", async (append) => {
  const filename = `resumed-${append}.csv`;
  await train(1, { filename });
  const half = await train(1, { filename, append });
  // These epochs are computed, and then lost with the process.
  await train(3, { filename, append }, { resumeFrom: half.checkpoint });
  await train(3, { filename, append }, { resumeFrom: half.checkpoint });
  expect(await epochsOf(filename)).toEqual(["epoch", ...(append ? ["1"] : []), "1", "2", "3"]);
});

it("says when the columns are others", async () => {
  await train(1, { filename: "c.csv" });
  const changes = { metrics: ["f1_macro"] as const };
  await expect(train(1, { filename: "c.csv", append: true }, changes)).rejects.toThrow(
    /expected the columns of "c\.csv", epoch,.* received epoch,.*val_f1_macro/,
  );
});
