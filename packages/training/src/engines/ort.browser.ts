/// <reference path="./onnxruntime-web.d.ts" />
import { type OrtRuntime, ortRuntime } from "./ort-runtime.js";

/** Loads onnxruntime-web. Throws an Error that names the remedies when it is not there or does not work. */
export async function loadOrt(): Promise<OrtRuntime> {
  const library = await import("onnxruntime-web").catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(
      `onnxruntime-web cannot be loaded (${reason}). Install it with "npm install onnxruntime-web" and serve its .wasm files, or use the "tfjs" engine`,
      { cause },
    );
  });
  // WebAssembly threads need shared memory, which browsers give to cross-origin isolated pages alone.
  const threads = globalThis.crossOriginIsolated ? navigator.hardwareConcurrency : 1;
  library.env.wasm.numThreads = threads;
  return ortRuntime(library, {
    version: library.env.versions.web ?? library.env.versions.common,
    defaultThreads: threads,
    provider: "wasm",
  });
}
