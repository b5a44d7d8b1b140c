import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { median } from "./cases.ts";

export interface Figure {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
}

const run = promisify(execFile);
const cli = join(import.meta.dirname, "../apps/cli/bin/imgcls.js");
const REPEATS = 5;

/** What a user of the whole program waits for, with the built command line. MNIST where its folder is given. */
export async function programFigures(mnist: string | undefined): Promise<Figure[]> {
  const startTimes: number[] = [];
  for (let repeat = 0; repeat < REPEATS; repeat++) startTimes.push(await secondsOf([cli, "--help"]));
  const figures: Figure[] = [{ what: "imgcls --help", value: median(startTimes), unit: "s" }];
  if (!mnist) return figures;
  const epoch = join(import.meta.dirname, "epoch.ts");
  const { stdout } = await run(process.execPath, [...process.execArgv, epoch, mnist]);
  figures.push(...(JSON.parse(stdout.trim().split("\n").at(-1)!) as Figure[]));

  const out = await mkdtemp(join(tmpdir(), "imgcls-bench-"));
  try {
    const args = [
      "train",
      "--recipe",
      "mnist-cnn",
      "--data-dir",
      mnist,
      "--epochs",
      "1",
      "--out",
      join(out, "run"),
    ];
    const program = `process.argv.splice(1, 0, ${JSON.stringify(cli)}); process.on("exit", () => console.error("peak " + process.resourceUsage().maxRSS)); await import(${JSON.stringify(cli)});`;
    const { stderr } = await run(process.execPath, ["--input-type=module", "-e", program, "--", ...args]);
    const peak = Number(/peak (\d+)/.exec(stderr)?.[1]);
    figures.push({ what: "imgcls train, one MNIST epoch: peak memory", value: peak / 1024, unit: "MB" });
  } finally {
    await rm(out, { recursive: true, force: true });
  }
  return figures;
}

async function secondsOf(args: string[]): Promise<number> {
  const start = performance.now();
  await run(process.execPath, args);
  return (performance.now() - start) / 1e3;
}
