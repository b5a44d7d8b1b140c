import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { holdFolder, LOCK } from "../src/places/run-lock.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "imgcls-lock-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The owner's file. */
const lock = () => join(folder, LOCK, readdirSync(join(folder, LOCK))[0]!);

/** The lock of this process, changed, as if its owner were somebody else. */
async function leave(change: Readonly<Record<string, unknown>>): Promise<void> {
  const release = await holdFolder(folder);
  const owner = JSON.parse(readFileSync(lock(), "utf8"));
  await release();
  mkdirSync(join(folder, LOCK));
  writeFileSync(join(folder, LOCK, "left.json"), JSON.stringify({ ...owner, ...change }));
}

describe("holdFolder", () => {
  it("holds the folder until it is released, and leaves nothing", async () => {
    const release = await holdFolder(folder);
    await expect(holdFolder(folder)).rejects.toThrow(
      new RegExp(
        `expected a folder that no other training writes to.*process ${process.pid} on .*, since \\d{4}-`,
      ),
    );
    await release();
    expect(readdirSync(folder)).toEqual([]);
    await (await holdFolder(folder))();
  });

  it.runIf(process.platform === "linux")(
    "takes over at once when the owner was killed, and when another process has its number since",
    async () => {
      const child: ChildProcess = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
      await leave({ pid: child.pid });
      await expectAtOnce();
      // In a container the next process often has the number of the last.
      await leave({ started: "1" });
      await expectAtOnce();
      child.kill("SIGKILL");
      await once(child, "exit");
      await leave({ pid: child.pid });
      await expectAtOnce();

      async function expectAtOnce() {
        const waits: string[] = [];
        const release = await holdFolder(folder, { onWait: (owner) => waits.push(owner) });
        expect(waits).toEqual([]);
        await release();
      }
    },
  );

  it("waits for a sign of life of an owner that it cannot see, and takes over when there is none", async () => {
    await leave({ place: "another machine", host: "elsewhere", pid: 12 });
    const waits: string[] = [];
    const options = { patience: 600, onWait: (owner: string) => waits.push(owner) };
    const release = await holdFolder(folder, options);
    expect(waits).toEqual([expect.stringContaining("process 12 on elsewhere")]);
    await release();

    await leave({ place: "another machine" });
    const heartbeat = setInterval(() => utimesSync(lock(), new Date(), new Date()), 50);
    await expect(holdFolder(folder, { patience: 5000 })).rejects.toThrow("no other training writes to");
    clearInterval(heartbeat);
  });

  it("beats, also while its own thread is busy", async () => {
    const release = await holdFolder(folder);
    utimesSync(lock(), new Date(0), new Date(0));
    const end = performance.now() + 5000;
    while (statSync(lock()).mtimeMs === 0 && performance.now() < end);
    expect(statSync(lock()).mtimeMs).toBeGreaterThan(0);
    await release();
  });

  it("takes over a lock that cannot be read, and one without an owner", async () => {
    await leave({});
    writeFileSync(lock(), '{"pid":');
    const release = await holdFolder(folder, { patience: 600 });
    expect(JSON.parse(readFileSync(lock(), "utf8")).pid).toBe(process.pid);
    await release();
    mkdirSync(join(folder, LOCK));
    await (await holdFolder(folder))();
  });

  it("lets one of many in", async () => {
    await leave({ started: "1", pid: process.pid });
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => holdFolder(folder)));
    const holders = outcomes.filter(({ status }) => status === "fulfilled");
    expect(holders).toHaveLength(1);
    await (holders[0] as PromiseFulfilledResult<() => Promise<void>>).value();
    expect(readdirSync(folder)).toEqual([]);
  });
});
