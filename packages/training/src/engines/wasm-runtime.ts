import type { LoweringChoice } from "@imgcls/onnx";
import {
  describeProcessor,
  type OrtRuntime,
  type OrtSession,
  type OrtTensor,
  type TensorData,
} from "./ort-runtime.js";
import { elements } from "./slots.js";
import type { TensorStore } from "./tensor-store.js";
import {
  allocate,
  allocateCopy,
  checkCode,
  checkHandle,
  LOG_SEVERITY,
  listAt,
  onStack,
  type Pointer,
  VERSION,
  type WasmModule,
} from "./wasm-module.js";
import { WasmTensor } from "./wasm-tensor.js";

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
function arrayTensor(data: TensorData, dims: readonly number[]): OrtTensor {
  if (data.length !== elements(dims)) {
    throw new Error(
      `onnxruntime-web: expected ${elements(dims)} values for a tensor [${dims}], received ${data.length}`,
    );
  }
  return { data, dims, dispose() {} };
}

const ALL_OPTIMIZATIONS = 99;
const SEQUENTIAL = 0;

/** Without arena and memory pattern: steps are as fast, and need less memory. */
function createSession(module: WasmModule, bytes: Uint8Array, kept: ReadonlySet<string>): OrtSession {
  const model = allocateCopy(module, bytes);
  try {
    const options = checkHandle(module, () =>
      module._OrtCreateSessionOptions(
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
      ),
    );
    try {
      const session = checkHandle(module, () => module._OrtCreateSession(model, bytes.length, options));
      return new WasmSession(module, session, kept);
    } finally {
      module._OrtReleaseSessionOptions(options);
    }
  } finally {
    module._free(model);
  }
}

class WasmSession implements OrtSession {
  private readonly names = new Map<string, Pointer>();

  /** @param kept outputs that stay in the module */
  constructor(
    private readonly module: WasmModule,
    private session: Pointer,
    private readonly kept: ReadonlySet<string>,
  ) {}

  async run(
    feeds: Readonly<Record<string, OrtTensor>>,
    fetches: readonly string[],
  ): Promise<Record<string, OrtTensor>> {
    const copies: WasmTensor[] = [];
    const results: WasmTensor[] = [];
    try {
      const inputs = Object.values(feeds).map((tensor) => {
        if (tensor instanceof WasmTensor) return tensor.handle;
        const copy = WasmTensor.from(this.module, tensor.data as TensorData, tensor.dims);
        copies.push(copy);
        return copy.handle;
      });
      for (const handle of this.runHandles(Object.keys(feeds), inputs, fetches)) {
        results.push(new WasmTensor(this.module, handle));
      }
      return Object.fromEntries(fetches.map((name, i) => [name, this.handOut(name, results[i]!)]));
    } catch (error) {
      for (const result of results) result.dispose();
      throw error;
    } finally {
      for (const copy of copies) copy.dispose();
    }
  }

  async release(): Promise<void> {
    const { module, session } = this;
    if (session === 0) return;
    this.session = 0;
    for (const text of this.names.values()) module._free(text);
    this.names.clear();
    checkCode(module, () => module._OrtReleaseSession(session));
  }

  private runHandles(
    names: readonly string[],
    inputs: readonly Pointer[],
    fetches: readonly string[],
  ): Pointer[] {
    const { module, session } = this;
    if (session === 0) throw new Error("onnxruntime-web: this session was released already");
    const text = (name: string) => this.text(name);
    return onStack(module, (put) => {
      const [inputNames, inputList] = [put(names.map(text)), put(inputs)];
      const [outputNames, outputs] = [put(fetches.map(text)), put(fetches.map(() => 0))];
      const [takes, gives] = [inputs.length, fetches.length];
      checkCode(module, () =>
        module._OrtRun(session, inputNames, inputList, takes, outputNames, gives, outputs, 0),
      );
      return listAt(module, outputs, gives);
    });
  }

  private handOut(name: string, result: WasmTensor): OrtTensor {
    if (this.kept.has(name)) return result;
    const copy = arrayTensor(result.data, result.dims);
    result.dispose();
    return copy;
  }

  /** The name in the module's memory. */
  private text(name: string): Pointer {
    const known = this.names.get(name);
    if (known !== undefined) return known;
    const bytes = this.module.lengthBytesUTF8(name) + 1;
    const text = allocate(this.module, bytes);
    this.module.stringToUTF8(name, text, bytes);
    this.names.set(name, text);
    return text;
  }
}
