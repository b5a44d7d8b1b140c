// The few things that this package needs of an ONNX runtime, so that neither onnxruntime-node nor
// onnxruntime-web has to be installed for its types.

import type { LoweringChoice } from "@imgcls/onnx";

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
  /** What computes, with how many threads and how: "wasm, 1 thread", "cpu, 2 threads, channels in blocks of 16". */
  readonly device: string;
  createSession(bytes: Uint8Array): Promise<OrtSession>;
  /** Wraps the array: what is written into it later is what the next run reads. */
  tensor(data: TensorData, shape: readonly number[]): OrtTensor;
}

/** Where a browser finds the files of onnxruntime-web: a folder's address, or the address of each file. */
export type WasmPaths = string | { readonly wasm?: string | URL; readonly mjs?: string | URL };

export interface OrtOptions {
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

interface RuntimeDescription {
  readonly version: string;
  readonly threads: number;
  readonly provider: "cpu" | "wasm";
  readonly lowering: LoweringChoice;
}

/** What the two libraries have in common. */
export function ortRuntime(
  library: OrtLibrary,
  { version, threads, provider, lowering }: RuntimeDescription,
): OrtRuntime {
  const blocks = lowering === "portable" ? [] : [`channels in blocks of ${lowering.blocked}`];
  return {
    version,
    lowering,
    device: [provider, `${threads} ${threads === 1 ? "thread" : "threads"}`, ...blocks].join(", "),
    createSession: async (bytes) =>
      (await library.InferenceSession.create(bytes, {
        executionProviders: [provider],
        graphOptimizationLevel: "all",
        executionMode: "sequential",
        intraOpNumThreads: threads,
        logSeverityLevel: LOG_SEVERITY,
      })) as OrtSession,
    tensor: (data, shape) => new library.Tensor(tensorType(data) as never, data as never, shape),
  };
}
