import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { describe as statistics } from "../describe.js";
import { loadDataset } from "../load-dataset.js";

const UNPACK = fileURLToPath(new URL("../../../../../shared/data/unpack.mjs", import.meta.url));
const available = existsSync(UNPACK);
if (!available) console.log("Skipped: the tests on the real CIFAR need ../shared/data/unpack.mjs.");

describe.skipIf(!available)("the real CIFAR", () => {
  let dataDir = "";

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), "imgcls-cifar-"));
    execFileSync(process.execPath, [UNPACK, dataDir], { cwd: import.meta.dirname, stdio: "ignore" });
  }, 120_000);
  afterAll(() => rm(dataDir, { recursive: true, force: true }));

  it.each([
    // The constants with which everybody normalizes (github.com/KellerJordan/cifar10-airbench; PyTorch's examples).
    ["cifar10", 10, [0.4914, 0.4822, 0.4465], [0.247, 0.2435, 0.2616]],
    ["cifar100", 100, [0.5071, 0.4865, 0.4409], [0.2673, 0.2564, 0.2762]],
  ] as const)("%s has the published counts, means and deviations", async (id, classes, mean, std) => {
    const { train, test } = await loadDataset(id, { dataDir });
    const { classCounts, ...measured } = statistics(train);
    expect([train.length, test.length]).toEqual([50_000, 10_000]);
    expect(classCounts).toEqual(new Array(classes).fill(50_000 / classes));
    expect(statistics(test).classCounts).toEqual(new Array(classes).fill(10_000 / classes));
    for (const [channel, value] of measured.mean.entries()) expect(value).toBeCloseTo(mean[channel]!, 3.5);
    for (const [channel, value] of measured.std.entries()) expect(value).toBeCloseTo(std[channel]!, 3.5);
  });
});
