import { freeMemory } from "./free-memory.js";
import { IDENTITY_GRAPH } from "./identity-graph.js";
import type { OrtRuntime, OrtSession, OrtTensor } from "./ort-runtime.js";

/** Where a runtime's sessions keep the tensors that one step hands to the next. */
export interface TensorStore {
  /** What a run returns lies where the runtime plans the memory of the next one. */
  readonly isRuntimeMemory: boolean;
  put(data: Float32Array, shape: readonly number[]): Promise<OrtTensor>;
  /** What is read of `isRuntimeMemory` is the tensor's own memory, until it is freed; else a copy. */
  read(tensor: OrtTensor): Promise<Float32Array>;
  /** Gives their memory back at once. */
  free(tensors: readonly OrtTensor[]): void;
}

/** In JavaScript's memory. */
export const arrayStore = (tensor: OrtRuntime["tensor"]): TensorStore => ({
  isRuntimeMemory: true,
  put: async (data, shape) => tensor(data, shape),
  read: async ({ data }) => data as Float32Array,
  free(tensors) {
    freeMemory(tensors.map(({ data }) => data as Float32Array));
    for (const tensor of tensors) tensor.dispose();
  },
});

/**
 * On the device. Tensors cross as the input and the output of a graph that does nothing: onnxruntime-node 1.30 has no
 * other way, and its `getData` ends the process.
 */
export function deviceStore(
  tensor: OrtRuntime["tensor"],
  createSession: (bytes: Uint8Array, kept: readonly string[]) => Promise<OrtSession>,
): TensorStore {
  let upward: Promise<OrtSession> | undefined;
  let downward: Promise<OrtSession> | undefined;
  const pass = async (session: Promise<OrtSession>, x: OrtTensor) => {
    const { y } = await (await session).run({ x }, ["y"]);
    return y!;
  };
  return {
    isRuntimeMemory: false,
    put(data, shape) {
      upward ??= createSession(IDENTITY_GRAPH, ["y"]);
      return pass(upward, tensor(data, shape));
    },
    async read(tensor) {
      downward ??= createSession(IDENTITY_GRAPH, []);
      const { data } = await pass(downward, tensor);
      return data as Float32Array;
    },
    free(tensors) {
      for (const tensor of tensors) tensor.dispose();
    },
  };
}
