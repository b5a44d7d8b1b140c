import type { OrtOptions, OrtRuntime } from "./ort-runtime.js";
import { loadWasmModule, startWasmModule, VERSION, type WasmModule } from "./wasm-module.js";
import { wasmRuntime } from "./wasm-runtime.js";

/** A page or worker has one WebAssembly memory and one set of threads: the first start decides. */
let starting: Promise<{ module: WasmModule; threads: number }> | undefined;

/** Loads and starts onnxruntime-web. Throws an Error that names the remedies when that does not work. */
export async function loadOrt(options: OrtOptions): Promise<OrtRuntime> {
  const { device = "cpu" } = options;
  if (device !== "cpu") {
    throw new Error(
      `device: expected "cpu" in a browser, received "${device}". Leave it out, or use the "tfjs" engine with the backend "webgpu"`,
    );
  }
  starting ??= start(options).catch((error: unknown) => {
    // Such as a connection that was gone: the next call tries again.
    starting = undefined;
    throw error;
  });
  const { module, threads } = await starting;
  if (options.threads !== undefined && options.threads !== threads && globalThis.crossOriginIsolated) {
    options.log?.(
      `onnxruntime-web has started with ${threads} threads already and cannot change to ${options.threads}: reload the page, or use a worker of its own.`,
    );
  }
  return wasmRuntime(module, { threads, lowering: options.lowering ?? "portable" });
}

async function start({ threads = navigator.hardwareConcurrency, wasmPaths, log }: OrtOptions) {
  const available = availableThreads(threads, log);
  const createModule = await loadWasmModule().catch((cause: unknown) => {
    throw startError("cannot be loaded", cause, `Install it with "npm install onnxruntime-web@${VERSION}"`);
  });
  try {
    return { module: await startWasmModule(createModule, available, wasmPaths), threads: available };
  } catch (cause) {
    throw startError(
      "does not start",
      cause,
      "See that its .wasm file is served, or set wasmPaths; where scripts are of another origin, set threads to 1",
    );
  }
}

/** WebAssembly threads need shared memory, which browsers give to cross-origin isolated pages alone. */
function availableThreads(wanted: number, log: OrtOptions["log"]): number {
  if (wanted === 1 || globalThis.crossOriginIsolated) return wanted;
  log?.(
    `One thread is used instead of ${wanted}, because the page is not cross-origin isolated. Serve it with the headers "Cross-Origin-Opener-Policy: same-origin" and "Cross-Origin-Embedder-Policy: require-corp" to use all.`,
  );
  return 1;
}

function startError(problem: string, cause: unknown, remedy: string): Error {
  const reason = (cause instanceof Error ? cause.message : String(cause)).replace(/\s+/g, " ");
  return new Error(`onnxruntime-web ${problem} (${reason}). ${remedy}, or use the "tfjs" engine`, { cause });
}
