import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { imgcls, type Outcome, temporaryFolder } from "./imgcls.js";
import { killed, printed } from "./kill.js";

/** Twenty steps an epoch of a model that trains fast. */
const QUICK = "train --dataset synthetic-digits --arch mlp --limit 640 --batch-size 32".split(" ");
const weights = (cwd: string, run: string) => readFileSync(join(cwd, run, "weights.bin"));

/** Each starts the program several times. */
const timeout = 180_000;

describe("a training that is killed", { timeout }, () => {
  it("again and again, goes on each time, and ends with the very same weights", async () => {
    const cwd = temporaryFolder();
    const args = [...QUICK, "--epochs", "6"];
    const whole = imgcls([...args, "--out", "whole"], { cwd });
    const cut = [...args, "--out", "cut", "--resume"];

    // The folder is not there yet: the same command begins and goes on.
    const first = await killed(cut, cwd, "SIGKILL", printed('"start"'));
    expect(first).toMatchObject({ beganAnew: true, from: undefined });
    const second = await killed(cut, cwd, "SIGHUP", printed('"step"'));
    expect(second).toMatchObject({ beganAnew: true, outcome: { code: 130 } });
    const third = await killed(cut, cwd, "SIGKILL", printed('"epoch":3'));
    expect(third.beganAnew).toBe(false);
    expect(third.from?.[0]).toBeGreaterThanOrEqual(1);

    // What was killed still can be used, and is read by every command.
    expect((await imgcls(["evaluate", "cut"], { cwd })).code).toBe(0);
    const last = await imgcls([...cut, "--json"], { cwd });
    expect(last.code, last.stderr).toBe(0);
    expect((await whole).code).toBe(0);
    expect(weights(cwd, "cut").equals(weights(cwd, "whole"))).toBe(true);
    expect(readdirSync(join(cwd, "cut")).sort()).toEqual(readdirSync(join(cwd, "whole")).sort());
  });

  it("before it saved anything, begins anew from what it was asked, and an earlier run stays until then", async () => {
    const cwd = temporaryFolder();
    await imgcls([...QUICK, "--epochs", "1", "--out", "run"], { cwd });
    const before = weights(cwd, "run");
    const started = [...QUICK, "--epochs", "2", "--seed", "7", "--out", "run"];
    await killed(started, cwd, "SIGKILL", printed('"start"'));
    expect(weights(cwd, "run")).toEqual(before);

    // Also what the first command left open.
    const other = await imgcls("train --resume --out run --seed 5 --optimizer sgd".split(" "), { cwd });
    expect(other.code).toBe(2);
    expect(other.stderr).toContain("--seed 5: the run to resume was started with 7");
    expect(other.stderr).toContain("--optimizer sgd: the run to resume was started with adam");

    const resumed = await imgcls("train --resume --out run --quiet".split(" "), { cwd });
    expect(resumed.code).toBe(0);
    expect(resumed.stderr).toBe(
      "imgcls: the training in run ended before it saved its first checkpoint: the training begins anew\n",
    );
    const { seed, recipe } = JSON.parse(readFileSync(join(cwd, "run/imgcls.json"), "utf8"));
    expect({ seed, epochs: recipe.epochs }).toEqual({ seed: 7, epochs: 2 });
  });

  it("in its first epoch, leaves the model of an earlier run as it was", async () => {
    const cwd = temporaryFolder();
    await imgcls([...QUICK, "--epochs", "1", "--out", "run"], { cwd });
    const before = weights(cwd, "run");
    // An epoch of many steps.
    const long = "train --dataset synthetic-digits --arch mlp --batch-size 1 --epochs 1 --out run".split(" ");
    const { outcome } = await killed(long, cwd, "SIGTERM", printed('"step"'));
    expect(outcome.code).toBe(130);
    expect(outcome.stderr).toContain("run holds an earlier run");
    expect(weights(cwd, "run")).toEqual(before);
    const resumed = await killed([...long, "--resume"], cwd, "SIGKILL", printed('"step"'));
    expect(resumed.from?.[1]).toBeGreaterThan(0);
  });

  it("and fails, leaves nothing to begin anew", async () => {
    const cwd = temporaryFolder();
    const failed = await imgcls([...QUICK, "--optimizer", "sgd", "--lr", "1000", "--out", "run"], { cwd });
    expect(failed.code).toBe(1);
    expect(existsSync(join(cwd, "run"))).toBe(false);
    expect((await imgcls("train --resume --out run".split(" "), { cwd })).stderr).toContain(
      "expected the checkpoint of a training, found none",
    );
  });
});

describe("two trainings in one folder", { timeout }, () => {
  it("are one: the second says who holds it, and the first goes on", async () => {
    const cwd = temporaryFolder();
    let second: Promise<Outcome> | undefined;
    let pid = 0;
    // More epochs than there is time for: the second training ends the first.
    const first = await imgcls([...QUICK, "--epochs", "100000", "--out", "run"], {
      cwd,
      watch(child) {
        pid = child.pid!;
        child.stderr?.on("data", (chunk: Buffer) => {
          if (second || !chunk.toString().includes("Epoch 2/")) return;
          second = imgcls([...QUICK, "--epochs", "1", "--out", "run"], { cwd });
          void second.then(() => child.kill("SIGTERM"));
        });
      },
    });
    expect(first.code, first.stderr).toBe(130);
    const { code, stdout, stderr } = await second!;
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/^imgcls: run: expected a folder that no other training writes to, [^\n]+\n$/);
    expect(stderr).toContain(`process ${pid} on `);
    const { recipe } = JSON.parse(readFileSync(join(cwd, "run/imgcls.json"), "utf8"));
    expect(recipe.epochs).toBe(100_000);
  });
});
