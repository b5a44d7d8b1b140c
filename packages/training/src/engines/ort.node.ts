import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { type LoweringChoice, probeLowering } from "@imgcls/onnx";
import { type OrtOptions, type OrtRuntime, ortRuntime } from "./ort-runtime.js";

type Library = typeof import("onnxruntime-node");

/** Loads onnxruntime-node. Throws an Error that names the remedies when it is not there or does not work. */
export async function loadOrt({ threads, lowering }: OrtOptions): Promise<OrtRuntime> {
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
    lowering: lowering ?? (await fastestLowering(library)),
  });
}

/** Asked once: it depends on the library and the processor alone. */
let probing: Promise<LoweringChoice> | undefined;

function fastestLowering({ InferenceSession }: Library): Promise<LoweringChoice> {
  probing ??= probeLowering(async (model) => {
    const session = await InferenceSession.create(model, { intraOpNumThreads: 1, logSeverityLevel: FATAL });
    const { result } = await session.run({});
    await session.release();
    return result!.data as Float32Array;
  });
  return probing;
}

/** A runtime that lacks the operators is no reason for a message. */
const FATAL = 4;

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
