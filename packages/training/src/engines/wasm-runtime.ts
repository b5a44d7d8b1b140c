import type { LoweringChoice } from "@imgcls/onnx";
import {
  describeProcessor,
  type OrtRuntime,
  type OrtSession,
  type OrtTensor,
  type TensorData,
} from "./ort-runtime.js";
import type { TensorStore } from "./tensor-store.js";
import {
  LOG_SEVERITY,
  listAt,
  onStack,
  type Pointer,
  requireHandle,
  requireNoError,
  VERSION,
  type WasmModule,
} from "./wasm-module.js";
import { currentBytes, WasmTensor } from "./wasm-tensor.js";

/** onnxruntime-web's module as a runtime of the engine. */
export const wasmRuntime = (
  module: WasmModule,
  { threads, lowering }: { readonly threads: number; readonly lowering: LoweringChoice },
): OrtRuntime => ({
  version: VERSION,
  lowering,
  device: describeProcessor("wasm", threads, lowering),
  store: moduleStore(module),
  createSession: async (bytes, kept) => createSession(module, bytes, new Set(kept)),
  tensor: arrayTensor,
});

/** In the memory of the module, which allocates every tensor by itself. */
const moduleStore = (module: WasmModule): TensorStore => ({
  isRuntimeMemory: false,
  put: async (data, shape) => WasmTensor.from(module, data, shape),
  read: async ({ data }) => data as Float32Array,
  free(tensors) {
    for (const tensor of tensors) tensor.dispose();
  },
});

/** Stays in JavaScript's memory; a run copies it. */
const arrayTensor = (data: TensorData, dims: readonly number[]): OrtTensor => ({ data, dims, dispose() {} });

const ALL_OPTIMIZATIONS = 99;
const SEQUENTIAL = 0;

/** Without arena and memory pattern: steps are as fast, and need less memory. */
function createSession(module: WasmModule, bytes: Uint8Array, kept: ReadonlySet<string>): OrtSession {
  const options = module._OrtCreateSessionOptions(
    ALL_OPTIMIZATIONS,
    false,
    false,
    SEQUENTIAL,
    false,
    0,
    0,
    LOG_SEVERITY,
    0,
    0,
  );
  const model = module._malloc(bytes.length);
  try {
    currentBytes(module).set(bytes, model);
    const session = module._OrtCreateSession(model, bytes.length, requireHandle(module, options));
    return new WasmSession(module, requireHandle(module, session), kept);
  } finally {
    module._free(model);
    module._OrtReleaseSessionOptions(options);
  }
}

class WasmSession implements OrtSession {
  private readonly names = new Map<string, Pointer>();

  /** @param kept outputs that stay in the module */
  constructor(
    private readonly module: WasmModule,
    private readonly session: Pointer,
    private readonly kept: ReadonlySet<string>,
  ) {}

  async run(
    feeds: Readonly<Record<string, OrtTensor>>,
    fetches: readonly string[],
  ): Promise<Record<string, OrtTensor>> {
    const copies: WasmTensor[] = [];
    try {
      const inputs = Object.values(feeds).map((tensor) => {
        if (tensor instanceof WasmTensor) return tensor.handle;
        const copy = WasmTensor.from(this.module, tensor.data as TensorData, tensor.dims);
        copies.push(copy);
        return copy.handle;
      });
      const outputs = this.runHandles(Object.keys(feeds), inputs, fetches);
      return Object.fromEntries(fetches.map((name, i) => [name, this.result(name, outputs[i]!)]));
    } finally {
      for (const copy of copies) copy.dispose();
    }
  }

  async release(): Promise<void> {
    requireNoError(this.module, this.module._OrtReleaseSession(this.session));
    for (const text of this.names.values()) this.module._free(text);
    this.names.clear();
  }

  private runHandles(
    names: readonly string[],
    inputs: readonly Pointer[],
    fetches: readonly string[],
  ): Pointer[] {
    return onStack(this.module, (put) => {
      const outputs = put(fetches.map(() => 0));
      const code = this.module._OrtRun(
        this.session,
        put(names.map((name) => this.text(name))),
        put(inputs),
        inputs.length,
        put(fetches.map((name) => this.text(name))),
        fetches.length,
        outputs,
        0,
      );
      requireNoError(this.module, code);
      return listAt(this.module, outputs, fetches.length);
    });
  }

  private result(name: string, handle: Pointer): OrtTensor {
    const tensor = new WasmTensor(this.module, handle);
    if (this.kept.has(name)) return tensor;
    const copy = arrayTensor(tensor.data, tensor.dims);
    tensor.dispose();
    return copy;
  }

  /** The name in the module's memory. */
  private text(name: string): Pointer {
    const known = this.names.get(name);
    if (known !== undefined) return known;
    const bytes = this.module.lengthBytesUTF8(name) + 1;
    const text = this.module._malloc(bytes);
    this.module.stringToUTF8(name, text, bytes);
    this.names.set(name, text);
    return text;
  }
}
