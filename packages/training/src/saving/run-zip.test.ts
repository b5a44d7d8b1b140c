import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { testRunBytes } from "../../test/run-zip-contract.js";
import { smallRun } from "../../test/saved-run.js";
import { readWeights } from "../model-weights.js";
import { loadRun, saveRun } from "./run-folder.js";
import { runFromZip, runToZip } from "./run-zip.js";
import { crc32 } from "./zip-directory.js";

testRunBytes("in Node");

it("has the checksum of the standard's check value", () => {
  expect(crc32(new TextEncoder().encode("123456789"))).toBe(0xcbf43926);
  expect(crc32(new Uint8Array(0))).toBe(0);
});

const python = "/usr/bin/python3";

it.skipIf(!existsSync(python))("is exchanged with another program's zip and unzip", async () => {
  const folder = await mkdtemp(join(tmpdir(), "imgcls-zip-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const { run } = await smallRun();
  const [ours, theirs, unpacked] = ["ours.zip", "theirs.zip", "unpacked"].map((name) => join(folder, name));
  await writeFile(ours!, await runToZip(run));
  execFileSync(python, ["-m", "zipfile", "-e", ours!, unpacked!]);
  expect(await readWeights((await loadRun(unpacked!)).model)).toEqual(await readWeights(run.model));

  await saveRun(join(folder, "run"), run);
  execFileSync(python, ["-m", "zipfile", "-c", theirs!, join(folder, "run")]);
  const read = await runFromZip(await readFile(theirs!));
  expect(read.checkpoint).toEqual(run.checkpoint);
});
