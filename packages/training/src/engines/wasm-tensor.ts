import { type OrtTensor, type TensorData, tensorType } from "./ort-runtime.js";
import { elements } from "./slots.js";
import {
  listAt,
  onStack,
  type Pointer,
  requireHandle,
  requireNoError,
  type WasmModule,
} from "./wasm-module.js";

/** The runtime's numbers for the types of elements, and for where a tensor lies. */
const TYPE_NUMBERS = { float32: 1, uint8: 2, int32: 6 };
const IN_MODULE = 1;

/** A tensor in the module's memory, for runs to take as it is. */
export class WasmTensor implements OrtTensor {
  /** @param memory what it lies in, if that was allocated for it */
  constructor(
    private readonly module: WasmModule,
    readonly handle: Pointer,
    private readonly memory: Pointer = 0,
  ) {}

  /** Copies the array into the module. */
  static from(module: WasmModule, data: TensorData, dims: readonly number[]): WasmTensor {
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    const memory = module._malloc(bytes.length);
    if (memory === 0) {
      throw new Error(
        `onnxruntime-web: no ${bytes.length} bytes are left of the 4 GB that it can have. Use smaller batches`,
      );
    }
    currentBytes(module).set(bytes, memory);
    const type = TYPE_NUMBERS[tensorType(data)];
    const handle = onStack(module, (put) =>
      module._OrtCreateTensor(type, memory, bytes.length, put(dims), dims.length, IN_MODULE),
    );
    return new WasmTensor(module, requireHandle(module, handle), memory);
  }

  get dims(): number[] {
    return this.locate().dims;
  }

  /** A copy of its values, which are float32. */
  get data(): Float32Array {
    const { start, dims } = this.locate();
    return new Float32Array(currentBytes(this.module).buffer, start, elements(dims)).slice();
  }

  dispose(): void {
    requireNoError(this.module, this.module._OrtReleaseTensor(this.handle));
    this.module._free(this.memory);
  }

  private locate(): { start: Pointer; dims: number[] } {
    const { module, handle } = this;
    return onStack(module, (put) => {
      const [type, data, extents, rank] = [put([0]), put([0]), put([0]), put([0])];
      requireNoError(module, module._OrtGetTensorData(handle, type, data, extents, rank));
      const list = module.getValue(extents, "*");
      const dims = listAt(module, list, module.getValue(rank, "*"));
      module._OrtFree(list);
      return { start: module.getValue(data, "*"), dims };
    });
  }
}

/** The memory may have grown in another thread, which only the module's own functions notice. */
export function currentBytes(module: WasmModule): Uint8Array {
  module.getValue(0, "i8");
  return module.HEAPU8;
}
