import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { type OrtOptions, type OrtRuntime, ortRuntime } from "./ort-runtime.js";

/** Loads onnxruntime-node. Throws an Error that names the remedies when it is not there or does not work. */
export async function loadOrt({ threads }: OrtOptions): Promise<OrtRuntime> {
  const library = await import("onnxruntime-node").catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message.split("\n")[0] : String(cause);
    throw new Error(
      `onnxruntime-node cannot be loaded (${reason}). Install it with "npm install onnxruntime-node", or use the "tfjs" engine`,
      { cause },
    );
  });
  return ortRuntime(library, {
    version: library.env.versions.node ?? library.env.versions.common,
    threads: threads ?? Math.min(availableParallelism(), physicalCores()),
    provider: "cpu",
  });
}

/** Two threads on one core's two halves slow matrix products down. Unknown outside Linux: no limit. */
function physicalCores(): number {
  const cores = new Set<string>();
  try {
    for (const processor of readFileSync("/proc/cpuinfo", "utf8").split("\n\n")) {
      const socket = /^physical id\s*:\s*(\d+)/m.exec(processor)?.[1];
      const core = /^core id\s*:\s*(\d+)/m.exec(processor)?.[1];
      if (socket !== undefined && core !== undefined) cores.add(`${socket}/${core}`);
    }
  } catch {
    return Number.POSITIVE_INFINITY;
  }
  return cores.size || Number.POSITIVE_INFINITY;
}
