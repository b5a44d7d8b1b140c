/// <reference path="./onnxruntime-web.d.ts" />
import type { WasmPaths } from "./ort-runtime.js";

/** The one whose C interface stands below: it is not a documented one, so another may differ. */
export const VERSION = "1.30.0";

/** An address in the module's memory, or 0 for nothing. */
export type Pointer = number;

const POINTER_BYTES = 4;

/**
 * onnxruntime-web's WebAssembly module, as much of it as is needed here. Its own JavaScript interface copies every tensor
 * into the module's memory before a run and out of it afterwards, all weights and momenta in every step; with this one
 * they stay inside.
 *
 * Functions return an error code (0: none) or a handle (0: an error), and `_OrtGetLastError` knows why.
 */
export interface WasmModule {
  /** Replaced when the memory grows; up to date after `getValue`. */
  readonly HEAPU8: Uint8Array;
  _malloc(bytes: number): Pointer;
  _free(memory: Pointer): void;
  getValue(from: Pointer, type: "i8" | "*"): number;
  setValue(to: Pointer, value: number, type: "*"): void;
  stackSave(): Pointer;
  stackAlloc(bytes: number): Pointer;
  stackRestore(stack: Pointer): void;
  lengthBytesUTF8(text: string): number;
  stringToUTF8(text: string, to: Pointer, bytes: number): void;
  UTF8ToString(from: Pointer): string;

  _OrtInit(threads: number, logSeverity: number): number;
  _OrtGetLastError(code: Pointer, message: Pointer): number;
  _OrtCreateSessionOptions(
    graphOptimizationLevel: number,
    enableMemoryArena: boolean,
    enableMemoryPattern: boolean,
    executionMode: number,
    enableProfiling: boolean,
    profileFile: Pointer,
    logId: Pointer,
    logSeverity: number,
    logVerbosity: number,
    optimizedModelFile: Pointer,
  ): Pointer;
  _OrtReleaseSessionOptions(options: Pointer): number;
  _OrtCreateSession(model: Pointer, bytes: number, options: Pointer): Pointer;
  _OrtReleaseSession(session: Pointer): number;
  _OrtRun(
    session: Pointer,
    inputNames: Pointer,
    inputs: Pointer,
    inputCount: number,
    outputNames: Pointer,
    outputCount: number,
    outputs: Pointer,
    options: Pointer,
  ): number;
  _OrtCreateTensor(
    type: number,
    data: Pointer,
    bytes: number,
    extents: Pointer,
    rank: number,
    location: number,
  ): Pointer;
  _OrtGetTensorData(tensor: Pointer, type: Pointer, data: Pointer, extents: Pointer, rank: Pointer): number;
  _OrtReleaseTensor(tensor: Pointer): number;
  _OrtFree(extents: Pointer): number;
}

/** Errors only: the runtime warns in the console about every weight that is a graph input. */
export const LOG_SEVERITY = 3;

export type CreateModule = (options: object) => Promise<WasmModule>;

export async function loadWasmModule(): Promise<CreateModule> {
  const { default: createModule } = await import("onnxruntime-web/ort-wasm-simd-threaded.mjs");
  return createModule as CreateModule;
}

/** Starts the module and its threads. */
export async function startWasmModule(
  createModule: CreateModule,
  threads: number,
  wasmPaths?: WasmPaths,
): Promise<WasmModule> {
  const module = await createModule({
    numThreads: threads,
    ...(wasmPaths !== undefined && {
      locateFile: (file: string) =>
        typeof wasmPaths === "string" ? wasmPaths + file : String(wasmPaths.wasm),
    }),
  });
  checkCode(module, () => module._OrtInit(threads, LOG_SEVERITY));
  return module;
}

/** Memory for so many bytes. Throws an Error when there is none left. */
export function allocate(module: WasmModule, bytes: number): Pointer {
  const memory = module._malloc(bytes);
  if (memory === 0) throw outOfMemory(`no ${bytes} bytes are left`);
  return memory;
}

/** Memory with a copy of the bytes in it. */
export function allocateCopy(module: WasmModule, bytes: Uint8Array): Pointer {
  const memory = allocate(module, bytes.length);
  currentBytes(module).set(bytes, memory);
  return memory;
}

/** The memory may have grown in another thread, which only the module's own functions notice. */
export function currentBytes(module: WasmModule): Uint8Array {
  module.getValue(0, "i8");
  return module.HEAPU8;
}

/** Calls a function that returns an error code. */
export function checkCode(module: WasmModule, call: () => number): void {
  if (translated(call) !== 0) throw lastError(module);
}

/** Calls a function that returns a handle. */
export function checkHandle(module: WasmModule, call: () => Pointer): Pointer {
  const handle = translated(call);
  if (handle === 0) throw lastError(module);
  return handle;
}

/** The module throws the address of what its own code threw, and that is nearly always the lack of memory. */
function translated<Result>(call: () => Result): Result {
  try {
    return call();
  } catch (error) {
    throw error instanceof Error ? error : outOfMemory("it gave up");
  }
}

const outOfMemory = (reason: string): Error =>
  new Error(
    `onnxruntime-web: ${reason}, most likely of the 4 GB that WebAssembly has at most. Use smaller batches or a smaller model, and a new worker to begin with empty memory`,
  );

function lastError(module: WasmModule): Error {
  return onStack(module, (put) => {
    const error = put([0, 0]);
    module._OrtGetLastError(error, error + POINTER_BYTES);
    const message = module.UTF8ToString(module.getValue(error + POINTER_BYTES, "*"));
    return message.includes("bad_alloc")
      ? outOfMemory("it has no memory left")
      : new Error(`onnxruntime-web: ${message}`);
  });
}

/** Calls `use` with a function that puts a list on the module's stack, where it is until `use` returns. */
export function onStack<Result>(
  module: WasmModule,
  use: (put: (list: readonly number[]) => Pointer) => Result,
): Result {
  const stack = module.stackSave();
  try {
    return use((list) => {
      const start = module.stackAlloc(POINTER_BYTES * list.length);
      for (const [i, value] of list.entries()) module.setValue(start + POINTER_BYTES * i, value, "*");
      return start;
    });
  } finally {
    module.stackRestore(stack);
  }
}

/** The list of `length` numbers or addresses that begins there. */
export const listAt = (module: WasmModule, start: Pointer, length: number): number[] =>
  Array.from({ length }, (_, i) => module.getValue(start + POINTER_BYTES * i, "*"));
