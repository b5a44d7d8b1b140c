// The few things that this package needs of an ONNX runtime, so that neither onnxruntime-node nor
// onnxruntime-web has to be installed for its types.

import type { LoweringChoice } from "@imgcls/onnx";
import { GPUS, type OnnxDevice } from "./device.js";
import { arrayStore, deviceStore, type TensorStore } from "./tensor-store.js";

type TensorData = Float32Array | Uint8Array | Int32Array;

export interface OrtTensor {
  readonly data: unknown;
  readonly dims: readonly number[];
  dispose(): void;
}

export interface OrtSession {
  run(
    feeds: Readonly<Record<string, OrtTensor>>,
    fetches: readonly string[],
  ): Promise<Record<string, OrtTensor>>;
  release(): Promise<void>;
}

export interface OrtRuntime {
  readonly version: string;
  /** The fastest that this runtime runs. */
  readonly lowering: LoweringChoice;
  /** What computes and how: "webgpu", "wasm, 1 thread", "cpu, 2 threads, channels in blocks of 16". */
  readonly device: string;
  /** For what one step hands to the next. */
  readonly store: TensorStore;
  /** @param kept outputs that stay in the store, which reads and frees them */
  createSession(bytes: Uint8Array, kept: readonly string[]): Promise<OrtSession>;
  /** Wraps the array: what is written into it later is what the next run reads. */
  tensor(data: TensorData, shape: readonly number[]): OrtTensor;
}

/** Where a browser finds the files of onnxruntime-web: a folder's address, or the address of each file. */
export type WasmPaths = string | { readonly wasm?: string | URL; readonly mjs?: string | URL };

export interface OrtOptions {
  readonly device?: OnnxDevice;
  readonly threads?: number;
  readonly lowering?: LoweringChoice;
  /** Browsers only. */
  readonly wasmPaths?: WasmPaths;
  readonly log?: (message: string) => void;
}

export interface OrtLibrary {
  readonly Tensor: new (type: never, data: never, shape: readonly number[]) => OrtTensor;
  readonly InferenceSession: {
    create(bytes: Uint8Array, options: object): Promise<unknown>;
  };
}

const tensorType = (data: TensorData) => {
  if (data instanceof Float32Array) return "float32";
  return data instanceof Int32Array ? "int32" : "uint8";
};

/** Errors only: the runtime warns on stderr about every weight that is a graph input. */
const LOG_SEVERITY = 3;

/**
 * Without this the runtime moves the step's dequantization of pixels behind what cuts them, by pairs of operators that
 * graphics cards lack: 98 copies between card and processor in a step instead of 4.
 */
const GPU_SESSION = { extra: { session: { disable_quant_qdq: "1" } } };

interface RuntimeDescription {
  readonly version: string;
  readonly threads: number;
  readonly provider: OnnxDevice | "wasm";
  readonly lowering: LoweringChoice;
}

/** What the two libraries have in common. */
export function ortRuntime(
  library: OrtLibrary,
  { version, threads, provider, lowering }: RuntimeDescription,
): OrtRuntime {
  const gpu = provider === "webgpu" || provider === "cuda" ? GPUS[provider] : undefined;
  const blocks = typeof lowering === "string" ? [] : [`channels in blocks of ${lowering.blocked}`];
  const createSession = async (bytes: Uint8Array, kept: readonly string[]) =>
    (await library.InferenceSession.create(bytes, {
      executionProviders: [gpu?.provider ?? provider],
      graphOptimizationLevel: "all",
      executionMode: "sequential",
      intraOpNumThreads: threads,
      logSeverityLevel: LOG_SEVERITY,
      ...(gpu && GPU_SESSION),
      ...(gpu?.keepsTensors && {
        preferredOutputLocation: Object.fromEntries(kept.map((name) => [name, "gpu-buffer"])),
      }),
    })) as OrtSession;
  const tensor: OrtRuntime["tensor"] = (data, shape) =>
    new library.Tensor(tensorType(data) as never, data as never, shape);
  return {
    version,
    lowering,
    device: gpu
      ? provider
      : [provider, `${threads} ${threads === 1 ? "thread" : "threads"}`, ...blocks].join(", "),
    store: gpu?.keepsTensors ? deviceStore(tensor, createSession) : arrayStore(tensor),
    createSession,
    tensor,
  };
}
