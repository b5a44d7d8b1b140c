// The few things that this package needs of an ONNX runtime, so that neither onnxruntime-node nor
// onnxruntime-web has to be installed for its types.

import type { LoweringChoice } from "@imgcls/onnx";
import type { OnnxDevice } from "./device.js";
import type { TensorStore } from "./tensor-store.js";

export type TensorData = Float32Array | Uint8Array | Int32Array;

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
  /** Bytes that may still be taken where this runtime computes; undefined where nobody knows. */
  availableMemory?(): number | undefined;
  /** @param kept outputs that stay in the store, which reads and frees them */
  createSession(bytes: Uint8Array, kept: readonly string[]): Promise<OrtSession>;
  /** Wraps the array: what is written into it later is what the next run reads. */
  tensor(data: TensorData, shape: readonly number[]): OrtTensor;
}

/** Where a browser finds onnxruntime-web's .wasm file: the address of its folder, with a slash at the end, or its own. */
export type WasmPaths = string | { readonly wasm: string | URL };

export interface OrtOptions {
  readonly device?: OnnxDevice;
  readonly threads?: number;
  readonly lowering?: LoweringChoice;
  /** Browsers only. */
  readonly wasmPaths?: WasmPaths;
  readonly log?: (message: string) => void;
}

export const tensorType = (data: TensorData): "float32" | "int32" | "uint8" => {
  if (data instanceof Float32Array) return "float32";
  return data instanceof Int32Array ? "int32" : "uint8";
};

/** What `device` says of a processor: "wasm, 1 thread". */
export function describeProcessor(
  provider: "cpu" | "wasm",
  threads: number,
  lowering: LoweringChoice,
): string {
  const blocks = typeof lowering === "string" ? [] : [`channels in blocks of ${lowering.blocked}`];
  return [provider, `${threads} ${threads === 1 ? "thread" : "threads"}`, ...blocks].join(", ");
}
