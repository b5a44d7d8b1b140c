// One training at a time holds a run folder, by a lock in it that says who. No process leaves a lock behind, however it
// ends: who finds one asks whether its owner still lives. On the same machine the system knows at once: by the number of
// the process and, because numbers are given anew (in containers always the same few), the moment at which it was
// started. Elsewhere, on another machine or in another container, only the owner's heartbeat can be seen.
//
// The lock is a folder with one file, whose name is the owner's alone. It is prepared beside its place and renamed, which
// succeeds only where there is no folder or an empty one; and a dead owner's file is removed by that name. So of many who
// find a dead owner one gets in, and nobody can remove the lock of somebody who came since.
import { mkdir, open, readdir, readFile, readlink, rename, rm, rmdir, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { RunPlaceError } from "./place.js";

export const LOCK = ".imgcls.lock";
const BEAT_MS = 1000;
const POLL_MS = 250;

interface Owner {
  readonly pid: number;
  /** When the process was started, in the system's own words; undefined where it does not tell. */
  readonly started: string | undefined;
  /** Where `pid` means this process: processes of another place cannot be asked for. */
  readonly place: string;
  readonly host: string;
  readonly since: string;
}

export interface LockOptions {
  /** Called when it takes a while to find out whether a lock's owner still lives. */
  readonly onWait?: (owner: string) => void;
  /** An owner that is out of sight and gives no sign of life for so long is dead. Milliseconds. Default 10,000. */
  readonly patience?: number;
}

/**
 * Holds the folder for this process until the returned function is called.
 *
 * @throws RunPlaceError that says who holds it
 */
export async function holdFolder(
  folder: string,
  { onWait, patience = 10_000 }: LockOptions = {},
): Promise<() => Promise<void>> {
  const lock = join(folder, LOCK);
  const name = `${crypto.randomUUID()}.json`;
  const prepared = `${lock}.${name}.tmp`;
  await mkdir(prepared);
  try {
    await writeFile(join(prepared, name), `${JSON.stringify(await thisProcess())}\n`);
    while (!(await moveTo(lock, prepared))) {
      const [file] = await namesIn(lock);
      if (file === undefined) continue;
      const found = join(lock, file);
      const owner = await ownerIn(found);
      const isAlive =
        (owner && (await isKnownAlive(owner))) ??
        (await watch(found, patience, () => onWait?.(nameOf(owner))));
      if (isAlive) {
        throw new RunPlaceError(
          folder,
          `expected a folder that no other training writes to, found one at work: ${nameOf(owner)}. Wait until it has ended, or choose another folder.`,
        );
      }
      await rm(found, { force: true });
    }
  } finally {
    await rm(prepared, { recursive: true, force: true });
  }
  const own = join(lock, name);
  const stopBeating = beat(own);
  return async () => {
    await stopBeating();
    await rm(own, { force: true });
    await removeEmpty(lock);
  };
}

/** Whether the owner's file shows a sign of life; one that goes away meanwhile does not. */
async function watch(file: string, patience: number, onWait: () => void): Promise<boolean> {
  onWait();
  const first = await lastBeat(file);
  for (const end = performance.now() + patience; performance.now() < end; ) {
    await pause(POLL_MS);
    const last = await lastBeat(file);
    if (last === undefined) return false;
    if (last !== first) return true;
  }
  return false;
}

const nameOf = (owner: Owner | undefined): string =>
  owner === undefined
    ? "a process that has not said who it is"
    : `process ${owner.pid} on ${owner.host}, since ${owner.since}`;

/** False when there is a lock with an owner. */
async function moveTo(lock: string, prepared: string): Promise<boolean> {
  // Not all systems rename over an empty folder.
  await removeEmpty(lock);
  try {
    await rename(prepared, lock);
    return true;
  } catch (error) {
    // Where the system says only that it is not permitted, the reason shows.
    if (NOT_EMPTY.has(codeOf(error)) || (await namesIn(lock)).length > 0) return false;
    throw error;
  }
}

/** Removes a folder if it is there and empty. */
export async function removeEmpty(folder: string): Promise<void> {
  try {
    await rmdir(folder);
  } catch (error) {
    if (codeOf(error) !== "ENOENT" && !NOT_EMPTY.has(codeOf(error))) throw error;
  }
}

const NOT_EMPTY = new Set<string | undefined>(["ENOTEMPTY", "EEXIST"]);

/** Undefined when the system cannot tell. */
async function isKnownAlive({ pid, started, place }: Owner): Promise<boolean | undefined> {
  if (place !== (await thisPlace())) return undefined;
  if (!isRunning(pid)) return false;
  const now = await startOf(pid);
  return started === undefined || now === undefined ? undefined : started === now;
}

/** Not by a timer of this thread: steps of a large model keep it busy for longer than anybody's patience. */
function beat(path: string): () => Promise<unknown> {
  const code = `
    const { utimesSync } = require("node:fs");
    const { workerData: path } = require("node:worker_threads");
    setInterval(() => {
      const now = new Date();
      // Gone only with its folder, or taken for dead: there is nothing to hold, and saving says so.
      try { utimesSync(path, now, now); } catch {}
    }, ${BEAT_MS});`;
  const worker = new Worker(code, { eval: true, workerData: path, execArgv: [] });
  worker.unref();
  return () => worker.terminate();
}

/** By opening it: that asks a file server, where a look at the name may get an old answer. */
async function lastBeat(path: string): Promise<bigint | undefined> {
  const file = await open(path).catch(absent(undefined));
  const stat = await file?.stat({ bigint: true }).finally(() => file.close());
  return stat?.mtimeNs;
}

async function thisProcess(): Promise<Owner> {
  const { pid } = process;
  return {
    pid,
    started: await startOf(pid),
    place: await thisPlace(),
    host: hostname(),
    since: new Date().toLocaleString("sv-SE"),
  };
}

/** Linux: this run of this machine, and the container's own numbering of processes. */
async function thisPlace(): Promise<string> {
  try {
    const boot = await readFile("/proc/sys/kernel/random/boot_id", "utf8");
    return `${boot.trim()} ${await readlink("/proc/self/ns/pid")}`;
  } catch {
    return hostname();
  }
}

/** Field 22 of Linux's /proc/PID/stat, counted behind the name in brackets, which may have anything in it. */
async function startOf(pid: number): Promise<string | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => undefined);
  if (stat === undefined) return undefined;
  const [state, ...fields] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  // A process that has ended, and whose parent has not asked for its exit code yet.
  return state === "Z" || state === "X" ? "ended" : fields[18];
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) !== "ESRCH";
  }
}

const namesIn = (folder: string): Promise<string[]> => readdir(folder).catch(absent([]));

/** Undefined when it cannot be read, or is not there any more. */
async function ownerIn(file: string): Promise<Owner | undefined> {
  const text = await readFile(file, "utf8").catch(absent(""));
  try {
    const owner: Partial<Owner> | null = JSON.parse(text);
    return typeof owner?.pid === "number" && typeof owner.place === "string" ? (owner as Owner) : undefined;
  } catch {
    return undefined;
  }
}

const absent =
  <Value>(value: Value) =>
  (error: unknown): Value => {
    if (codeOf(error) === "ENOENT") return value;
    throw error;
  };

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;
