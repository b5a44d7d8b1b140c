import { readFileSync } from "node:fs";
import { totalmem } from "node:os";
import { dirname, join } from "node:path";

/**
 * Bytes that this process may still take before it, or something else, is killed for memory: what the machine can give
 * without swapping, or less where a container has a limit (cgroup 2 or 1). The cache of files counts as free, as the kernel
 * gives it back. Outside Linux the machine's memory, because macOS and Windows compress and swap before they refuse.
 *
 * @param root where /proc and /sys are
 */
export function availableMemory(root = "/", platform: string = process.platform): number | undefined {
  if (platform !== "linux") return totalmem();
  const limits = [ofMachine(root), ...leftInGroups(root)].filter((bytes) => bytes !== undefined);
  return limits.length === 0 ? undefined : Math.max(0, Math.min(...limits));
}

function ofMachine(root: string): number | undefined {
  const kilobytes = /^MemAvailable:\s+(\d+) kB$/m.exec(read(root, "proc/meminfo") ?? "")?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
}

interface GroupFiles {
  readonly folder: string;
  readonly limit: string;
  readonly usage: string;
  /** Lines of memory.stat. */
  readonly files: RegExp;
}

const VERSION_2: Omit<GroupFiles, "folder"> = {
  limit: "memory.max",
  usage: "memory.current",
  files: /^(?:active|inactive)_file (\d+)$/gm,
};
const VERSION_1: Omit<GroupFiles, "folder"> = {
  limit: "memory.limit_in_bytes",
  usage: "memory.usage_in_bytes",
  files: /^total_(?:active|inactive)_file (\d+)$/gm,
};

/** What each control group above this process leaves: a limit of any of them holds. */
function leftInGroups(root: string): (number | undefined)[] {
  const lines = (read(root, "proc/self/cgroup") ?? "").split("\n");
  const paths = lines.flatMap((line): GroupFiles[] => {
    const [, controllers, path] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
    if (path === undefined) return [];
    if (controllers === "") return folders("sys/fs/cgroup", path).map((folder) => ({ folder, ...VERSION_2 }));
    if (!controllers!.split(",").includes("memory")) return [];
    return folders("sys/fs/cgroup/memory", path).map((folder) => ({ folder, ...VERSION_1 }));
  });
  return paths.map((files) => leftInGroup(root, files));
}

/** The group's folder and those above it, up to the root. A container sees its own group as the root. */
function folders(mount: string, path: string): string[] {
  const inner = path.replace(/^\/+/, "");
  return inner === "" || inner === "." ? [mount] : [join(mount, inner), ...folders(mount, dirname(inner))];
}

function leftInGroup(root: string, { folder, limit, usage, files }: GroupFiles): number | undefined {
  const number = (name: string) => {
    const text = read(root, join(folder, name))?.trim();
    return text === undefined || !/^\d+$/.test(text) ? undefined : Number(text);
  };
  const [most, used] = [number(limit), number(usage)];
  if (most === undefined || used === undefined) return undefined;
  const stat = read(root, join(folder, "memory.stat")) ?? "";
  const cached = [...stat.matchAll(files)].reduce((sum, [, bytes]) => sum + Number(bytes), 0);
  return most - Math.max(0, used - cached);
}

function read(root: string, path: string): string | undefined {
  try {
    return readFileSync(join(root, path), "utf8");
  } catch {
    // Machines differ in which of these files they have.
    return undefined;
  }
}
