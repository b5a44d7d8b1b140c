/** Lock files: whoever can create the file may go on, the others wait until it is gone or its owner is dead. */
import { randomUUID } from "node:crypto";
import { link, open, readFile, rename, rm, stat, utimes } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { makeFolder } from "@imgcls/checks/node";
import type { WaitOptions } from "../file-store.js";
import { codeOf, guarded } from "./system-errors.js";

/** An owner touches its lock this often. Milliseconds. */
const HEARTBEAT = 5_000;
/** One that has not for this long is taken for dead, also on another machine. Milliseconds. */
const STALE_AFTER = 60_000;
const POLL = 100;

interface Owner {
  readonly pid: number;
  readonly host: string;
  readonly token: string;
}

/** Locks of this process. After a restart in a container another process may have had the same number. */
const held = new Set<string>();

/**
 * Waits until this process owns the lock file; gives what releases it.
 *
 * @throws DatasetStorageError, or the signal's reason
 */
export async function acquireLock(
  path: string,
  { signal, onWait }: WaitOptions = {},
): Promise<() => Promise<void>> {
  const token = randomUUID();
  const text = JSON.stringify({ pid: process.pid, host: hostname(), token } satisfies Owner);
  held.add(token);
  try {
    const free = () => guarded(path, "cannot be locked", () => create(path, text));
    for (let waited = false; ; waited = true) {
      signal?.throwIfAborted();
      if (await free()) break;
      if (await guarded(path, "cannot be unlocked", () => removeIfStale(path))) continue;
      if (!waited) onWait?.();
      await pause(POLL);
    }
  } catch (error) {
    held.delete(token);
    throw error;
  }
  const heartbeat = setInterval(() => {
    const now = new Date();
    // A lock that is gone was taken for stale; the work goes on, and at worst is done twice.
    utimes(path, now, now).catch(() => {});
  }, HEARTBEAT);
  heartbeat.unref();
  return async () => {
    clearInterval(heartbeat);
    held.delete(token);
    await guarded(path, "cannot be unlocked", async () => {
      if ((await contentOf(path)) === text) await rm(path, { force: true });
    });
  };
}

async function create(path: string, text: string): Promise<boolean> {
  try {
    const handle = await open(path, "wx");
    await handle.writeFile(text).finally(() => handle.close());
    return true;
  } catch (error) {
    const code = codeOf(error);
    if (code === "EEXIST") return false;
    if (code !== "ENOENT") throw error;
    // The folder is not there yet, or somebody has just removed it because it was empty.
    await makeFolder(dirname(path));
    return create(path, text);
  }
}

async function removeIfStale(path: string): Promise<boolean> {
  const text = await contentOf(path);
  if (text === undefined) return true;
  if (!(await isStale(path, text))) return false;
  // Of several that wait, one moves it away; it may be somebody's new lock by now.
  const moved = `${path}.${randomUUID()}.tmp`;
  try {
    await rename(path, moved);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return true;
    throw error;
  }
  if ((await contentOf(moved)) !== text) await link(moved, path).catch(() => {});
  await rm(moved, { force: true });
  return true;
}

async function isStale(path: string, text: string): Promise<boolean> {
  const owner = parseOwner(text);
  if (owner !== undefined && owner.host === hostname()) {
    if (owner.pid === process.pid) return !held.has(owner.token);
    if (!isRunning(owner.pid)) return true;
  }
  const touched = await stat(path).catch(() => undefined);
  return touched !== undefined && Date.now() - touched.mtimeMs > STALE_AFTER;
}

const contentOf = (path: string): Promise<string | undefined> =>
  readFile(path, "utf8").catch((error) => {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  });

/** `undefined` while its owner has not finished writing it, and when it is not one of ours. */
function parseOwner(text: string): Owner | undefined {
  try {
    const owner: Partial<Owner> | null = JSON.parse(text);
    const isOwner = typeof owner?.pid === "number" && typeof owner.host === "string";
    return isOwner ? (owner as Owner) : undefined;
  } catch {
    return undefined;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) !== "ESRCH";
  }
}
