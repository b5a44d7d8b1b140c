import { expect, it } from "vitest";
import { testRunBytes } from "../../test/run-zip-contract.js";
import { loadRun } from "./run-folder.js";

testRunBytes("in a browser");

it("says what to use instead of a folder", async () => {
  await expect(loadRun("run")).rejects.toThrow(/run folder "run": .* Use runToZip and runFromZip/);
});
