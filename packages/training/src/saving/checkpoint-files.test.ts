import { expect, it } from "vitest";
import { smallRun } from "../../test/saved-run.js";
import { checkpointFiles, checkpointFromFiles } from "./checkpoint-files.js";
import { joinContent } from "./content.js";

const { run } = await smallRun();

it("gives back texts that are names of what every object has", async () => {
  const callbacks = { mine: { text: "constructor", list: ["toString"] } };
  const saved = await checkpointFiles({ checkpoint: { ...run.checkpoint, callbacks } });
  const read = await checkpointFromFiles(async (name) => joinContent(saved.get(name)!));
  expect(read?.checkpoint.callbacks).toEqual(callbacks);
});
