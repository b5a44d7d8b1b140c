import type { LoweringChoice } from "@imgcls/onnx";
import { availableMemory } from "./available-memory.js";
import { GPUS, type OnnxDevice } from "./device.js";
import {
  describeProcessor,
  type OrtRuntime,
  type OrtSession,
  type OrtTensor,
  tensorType,
} from "./ort-runtime.js";
import { arrayStore, deviceStore } from "./tensor-store.js";

/** What is used here of the native library. */
export interface OrtLibrary {
  readonly Tensor: new (type: never, data: never, shape: readonly number[]) => OrtTensor;
  readonly InferenceSession: {
    create(bytes: Uint8Array, options: object): Promise<unknown>;
  };
}

/** Errors only: the runtime warns on stderr about every weight that is a graph input. */
const LOG_SEVERITY = 3;

/**
 * Without this the runtime moves the step's dequantization of pixels behind what cuts them, once for each piece: a step of
 * cifar10-tutorial takes 5 % longer. Graphics cards lack the operators for it, and would have 98 copies between card and
 * processor in a step instead of 4.
 */
const CONFIGURATION = { session: { disable_quant_qdq: "1" } };

interface RuntimeDescription {
  readonly version: string;
  readonly threads: number;
  readonly provider: OnnxDevice;
  readonly lowering: LoweringChoice;
}

/** The native library as a runtime of the engine. */
export function nativeRuntime(
  library: OrtLibrary,
  { version, threads, provider, lowering }: RuntimeDescription,
): OrtRuntime {
  const gpu = provider === "cpu" ? undefined : GPUS[provider];
  const createSession = async (bytes: Uint8Array, kept: readonly string[]) =>
    (await library.InferenceSession.create(bytes, {
      executionProviders: [gpu?.provider ?? provider],
      graphOptimizationLevel: "all",
      executionMode: "sequential",
      intraOpNumThreads: threads,
      logSeverityLevel: LOG_SEVERITY,
      extra: CONFIGURATION,
      ...(gpu?.keepsTensors && {
        preferredOutputLocation: Object.fromEntries(kept.map((name) => [name, "gpu-buffer"])),
      }),
    })) as OrtSession;
  const tensor: OrtRuntime["tensor"] = (data, shape) =>
    new library.Tensor(tensorType(data) as never, data as never, shape);
  return {
    version,
    lowering,
    device: provider === "cpu" ? describeProcessor(provider, threads, lowering) : provider,
    store: gpu?.keepsTensors ? deviceStore(tensor, createSession) : arrayStore(tensor),
    createSession,
    tensor,
    // A graphics card has memory of its own, and says nothing of it.
    ...(provider === "cpu" && { availableMemory }),
  };
}
