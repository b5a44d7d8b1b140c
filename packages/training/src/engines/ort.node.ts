import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { type LoweringChoice, probeLowering } from "@imgcls/onnx";
import { deviceError, firstLine, GPUS, type GpuDevice, ONNX_DEVICES, type OnnxDevice } from "./device.js";
import { differenceBetween } from "./device-check.js";
import { loadNativeLibrary, type NativeLibrary } from "./native-library.js";
import { nativeRuntime } from "./native-runtime.js";
import type { OrtOptions, OrtRuntime } from "./ort-runtime.js";
import { loadWasmInNode } from "./wasm-in-node.js";

/**
 * ONNX Runtime's native library, or for the processor its WebAssembly module where that does not load.
 * Throws an Error that names the remedies when neither works here, or the device does not.
 */
export async function loadOrt(options: OrtOptions): Promise<OrtRuntime> {
  const { device = "cpu", lowering } = options;
  requireKnown(device);
  disableTelemetry();
  const threads = options.threads ?? Math.min(availableParallelism(), physicalCores());
  let library: NativeLibrary;
  try {
    library = await loadNativeLibrary();
  } catch (cause) {
    if (device !== "cpu")
      throw deviceError(
        device,
        `but ${missingLibrary(cause)}, which "npm install @imgcls/onnxruntime" brings`,
        cause,
      );
    return loadWasmInstead(threads, options, cause);
  }
  const description = { version: library.env.versions.node ?? library.env.versions.common, threads };
  if (device !== "cpu") {
    const runtime = nativeRuntime(library, {
      ...description,
      provider: device,
      lowering: lowering ?? GPUS[device].lowering,
    });
    const reference = nativeRuntime(library, { ...description, provider: "cpu", lowering: "portable" });
    await requireWorking(device, library, runtime, reference);
    return runtime;
  }
  return nativeRuntime(library, {
    ...description,
    provider: "cpu",
    lowering: lowering ?? (await fastestLowering(library)),
  });
}

/**
 * From 1.29 on, onnxruntime reports its use over the network on Linux and macOS, and reads the whole command line for it
 * with a recursive matcher: about 28 kB of arguments overflow the stack and end the process. It looks at this variable once,
 * when its library is loaded. In a worker thread `process.env` is a copy that it does not see.
 */
function disableTelemetry(): void {
  process.env.ORT_DISABLE_TELEMETRY ??= "1";
}

/** @param missing why the native library does not load */
async function loadWasmInstead(threads: number, options: OrtOptions, missing: unknown): Promise<OrtRuntime> {
  const runtime = await loadWasmInNode(threads, options).catch((cause: unknown) => {
    throw new Error(
      `${missingLibrary(missing)}, nor does its WebAssembly module (${firstLine(cause)}). Install both with "npm install @imgcls/onnxruntime", or use the "tfjs" engine`,
      { cause },
    );
  });
  options.log?.(
    `${missingLibrary(missing)}: its WebAssembly module computes instead, which is slower. The native library is there for Linux with glibc and Windows (x64, arm64) and for macOS (arm64)`,
  );
  return runtime;
}

const missingLibrary = (cause: unknown): string =>
  `ONNX Runtime's native library does not load here (${firstLine(cause)})`;

function requireKnown(device: string): asserts device is OnnxDevice {
  if (!ONNX_DEVICES.includes(device as OnnxDevice)) {
    throw new Error(`device: expected one of ${ONNX_DEVICES.join(", ")}, received "${device}"`);
  }
}

/** Asked once for each device: it compiles its kernels, which takes a second or two. */
const checks = new Map<GpuDevice, Promise<string | undefined>>();

async function requireWorking(
  device: GpuDevice,
  library: NativeLibrary,
  runtime: OrtRuntime,
  reference: OrtRuntime,
): Promise<void> {
  const supported = library.listSupportedBackends().map(({ name }) => name);
  if (!supported.includes(device)) {
    throw deviceError(device, `but ONNX Runtime has only ${supported.join(", ")} on this platform`);
  }
  const check = checks.get(device) ?? differenceBetween(runtime, reference);
  checks.set(device, check);
  const difference = await check.catch((cause: unknown) => {
    throw deviceError(device, `but it does not start (${firstLine(cause)})`, cause);
  });
  if (difference !== undefined) {
    throw deviceError(device, `but it computes wrong results (${difference})`);
  }
}

/** Asked once: it depends on the library and the processor alone. */
let probing: Promise<LoweringChoice> | undefined;

function fastestLowering({ InferenceSession }: NativeLibrary): Promise<LoweringChoice> {
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
