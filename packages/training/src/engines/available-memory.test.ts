import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, totalmem } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { availableMemory } from "./available-memory.js";

const GB = 2 ** 30;
const MEMINFO = `MemTotal:       ${(32 * GB) / 1024} kB\nMemFree:         1024 kB\nMemAvailable:   ${(20 * GB) / 1024} kB\n`;

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "imgcls-memory-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function machine(files: Readonly<Record<string, string>>): number | undefined {
  for (const [path, text] of Object.entries({ "proc/meminfo": MEMINFO, ...files })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return availableMemory(root, "linux");
}

it("is what the machine can give", () => {
  expect(machine({})).toBe(20 * GB);
});

it("is what a container's limit leaves, the cache of files counting as free (cgroup 2)", () => {
  const files = {
    "proc/self/cgroup": "0::/\n",
    "sys/fs/cgroup/memory.max": `${4 * GB}\n`,
    "sys/fs/cgroup/memory.current": `${3 * GB}\n`,
    "sys/fs/cgroup/memory.stat": `anon ${GB}\nfile ${2 * GB}\ninactive_file ${GB}\nactive_file ${GB / 2}\n`,
  };
  expect(machine(files)).toBe(2.5 * GB);
});

it("is that of the tightest group above the process", () => {
  const group = (path: string, max: string, used: number) => ({
    [`sys/fs/cgroup/${path}/memory.max`]: max,
    [`sys/fs/cgroup/${path}/memory.current`]: `${used}`,
    [`sys/fs/cgroup/${path}/memory.stat`]: "",
  });
  const files = {
    "proc/self/cgroup": "0::/user.slice/job.scope\n",
    ...group("user.slice", `${3 * GB}`, 2 * GB),
    ...group("user.slice/job.scope", "max", GB),
  };
  expect(machine(files)).toBe(GB);
});

it("knows cgroup 1, and a limit that is none", () => {
  const files = (limit: string) => ({
    "proc/self/cgroup": "5:cpu,cpuacct:/docker/abc\n4:memory:/docker/abc\n",
    "sys/fs/cgroup/memory/memory.limit_in_bytes": limit,
    "sys/fs/cgroup/memory/memory.usage_in_bytes": `${GB}`,
    "sys/fs/cgroup/memory/memory.stat": `inactive_file 1\ntotal_inactive_file ${GB / 2}\n`,
  });
  expect(machine(files(`${2 * GB}`))).toBe(1.5 * GB);
  expect(machine(files("9223372036854771712"))).toBe(20 * GB);
});

it("is never below nothing, unknown where nothing says it, and the whole memory elsewhere", () => {
  const full = {
    "proc/self/cgroup": "0::/\n",
    "sys/fs/cgroup/memory.max": `${GB}`,
    "sys/fs/cgroup/memory.current": `${2 * GB}`,
  };
  expect(machine(full)).toBe(0);
  expect(availableMemory(join(root, "nowhere"), "linux")).toBeUndefined();
  expect(availableMemory(root, "darwin")).toBe(totalmem());
});

it("is between nothing and all of this machine", () => {
  expect(availableMemory()).toBeGreaterThan(0);
  expect(availableMemory()).toBeLessThanOrEqual(totalmem());
});
