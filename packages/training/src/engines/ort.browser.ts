import { type OrtOptions, type OrtRuntime, ortRuntime } from "./ort-runtime.js";

type Library = typeof import("onnxruntime-web/wasm");

/** An ONNX file with one node, y = Identity(x) of a float32: the smallest that makes the library start. */
const SMALLEST_GRAPH = Uint8Array.of(
  // ir_version 9, opset 17, then the graph
  ...[0x08, 0x09, 0x42, 0x02, 0x10, 0x11, 0x3a, 0x2f],
  // node: input "x", output "y", op_type "Identity"
  ...[0x0a, 0x10, 0x0a, 0x01, 0x78, 0x12, 0x01, 0x79, 0x22, 0x08],
  ...[0x49, 0x64, 0x65, 0x6e, 0x74, 0x69, 0x74, 0x79],
  // the graph's name "g", its input "x" and its output "y", both float32 without dimensions
  ...[0x12, 0x01, 0x67],
  ...[0x5a, 0x0b, 0x0a, 0x01, 0x78, 0x12, 0x06, 0x0a, 0x04, 0x08, 0x01, 0x12, 0x00],
  ...[0x62, 0x0b, 0x0a, 0x01, 0x79, 0x12, 0x06, 0x0a, 0x04, 0x08, 0x01, 0x12, 0x00],
);

/** The library has one WebAssembly memory and one set of threads in a page or worker: the first start decides. */
let starting: Promise<{ library: Library; threads: number }> | undefined;

/** Loads and starts onnxruntime-web. Throws an Error that names the remedies when that does not work. */
export async function loadOrt(options: OrtOptions): Promise<OrtRuntime> {
  starting ??= start(options);
  const { library, threads } = await starting;
  if (options.threads !== undefined && options.threads !== threads && globalThis.crossOriginIsolated) {
    options.log?.(
      `onnxruntime-web has started with ${threads} threads already and cannot change to ${options.threads}: reload the page, or use a worker of its own.`,
    );
  }
  return ortRuntime(library, {
    version: library.env.versions.web ?? library.env.versions.common,
    threads,
    provider: "wasm",
    lowering: options.lowering ?? "portable",
  });
}

async function start({ threads = navigator.hardwareConcurrency, wasmPaths, log }: OrtOptions) {
  const library = await import("onnxruntime-web/wasm").catch((cause: unknown) => {
    throw startError("cannot be loaded", cause, 'Install it with "npm install onnxruntime-web"');
  });
  const { wasm } = library.env;
  wasm.numThreads = availableThreads(threads, log);
  if (wasmPaths !== undefined) wasm.wasmPaths = wasmPaths;
  try {
    const session = await library.InferenceSession.create(SMALLEST_GRAPH, { executionProviders: ["wasm"] });
    await session.release();
  } catch (cause) {
    throw startError("does not start", cause, "See that its .wasm file is served, or set wasmPaths");
  }
  return { library, threads: wasm.numThreads };
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
