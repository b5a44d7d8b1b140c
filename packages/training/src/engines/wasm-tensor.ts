import { type OrtTensor, type TensorData, tensorType } from "./ort-runtime.js";
import { elements } from "./slots.js";
import {
  allocateCopy,
  checkCode,
  checkHandle,
  currentBytes,
  listAt,
  onStack,
  type Pointer,
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
    private tensor: Pointer,
    private memory: Pointer = 0,
  ) {}

  /** Copies the array into the module. */
  static from(module: WasmModule, data: TensorData, dims: readonly number[]): WasmTensor {
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    const type = TYPE_NUMBERS[tensorType(data)];
    const memory = allocateCopy(module, bytes);
    try {
      const tensor = checkHandle(module, () =>
        onStack(module, (put) =>
          module._OrtCreateTensor(type, memory, bytes.length, put(dims), dims.length, IN_MODULE),
        ),
      );
      return new WasmTensor(module, tensor, memory);
    } catch (error) {
      module._free(memory);
      throw error;
    }
  }

  get handle(): Pointer {
    if (this.tensor === 0) throw new Error("onnxruntime-web: this tensor was given back already");
    return this.tensor;
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
    const { module, tensor, memory } = this;
    if (tensor === 0) return;
    this.tensor = 0;
    this.memory = 0;
    checkCode(module, () => module._OrtReleaseTensor(tensor));
    module._free(memory);
  }

  private locate(): { start: Pointer; dims: number[] } {
    const { module, handle } = this;
    return onStack(module, (put) => {
      const [type, data, extents, rank] = [put([0]), put([0]), put([0]), put([0])];
      checkCode(module, () => module._OrtGetTensorData(handle, type, data, extents, rank));
      const list = module.getValue(extents, "*");
      const dims = listAt(module, list, module.getValue(rank, "*"));
      module._OrtFree(list);
      return { start: module.getValue(data, "*"), dims };
    });
  }
}
