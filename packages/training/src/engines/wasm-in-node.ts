import type { OrtOptions, OrtRuntime } from "./ort-runtime.js";
import { type CreateModule, loadWasmModule, startWasmModule, type WasmModule } from "./wasm-module.js";
import { wasmRuntime } from "./wasm-runtime.js";

/** A process has one WebAssembly memory and one set of threads: the first start decides how many. */
let starting: Promise<{ module: WasmModule; threads: number }> | undefined;

/** ONNX Runtime's WebAssembly module, for processors and systems without its native library. */
export async function loadWasmInNode(threads: number, { lowering, log }: OrtOptions): Promise<OrtRuntime> {
  starting ??= loadModule().then(async (create) => ({
    module: await startWasmModule(create, threads),
    threads,
  }));
  const started = await starting;
  if (started.threads !== threads) {
    log?.(
      `ONNX Runtime's WebAssembly module has started with ${started.threads} threads already and cannot change to ${threads}: use a process of its own`,
    );
  }
  return wasmRuntime(started.module, { threads: started.threads, lowering: lowering ?? "portable" });
}

/** That of @imgcls/onnxruntime, or that of a program's own onnxruntime-web. */
const loadModule = (): Promise<CreateModule> =>
  import("@imgcls/onnxruntime/wasm").then(
    (library) => library.default as CreateModule,
    (missing: unknown) =>
      loadWasmModule().catch(() => {
        throw missing;
      }),
  );
