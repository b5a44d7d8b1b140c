import * as ort from "#ort";

type TypedArray = Float32Array | Uint8Array | Int32Array;
export interface RuntimeTensor {
  readonly data: TypedArray;
  readonly shape: readonly number[];
}

export interface OnnxProgram {
  run(inputs: Readonly<Record<string, RuntimeTensor>>): Promise<Record<string, Float32Array>>;
  release(): Promise<void>;
}

/** On one thread, so that results do not depend on the machine. */
ort.env.wasm.numThreads = 1;

/** Compiled bytes as a function, in onnxruntime-node or, in a browser, onnxruntime-web. */
export async function loadOnnx(bytes: Uint8Array): Promise<OnnxProgram> {
  const session = await ort.InferenceSession.create(bytes, {
    intraOpNumThreads: 1,
    executionProviders: ["cpu"],
    logSeverityLevel: 3,
  });
  return {
    async run(inputs) {
      const feeds = Object.entries(inputs).map(([name, { data, shape }]) => [name, toTensor(data, shape)]);
      const results = await session.run(Object.fromEntries(feeds));
      return Object.fromEntries(
        Object.entries(results).map(([name, tensor]) => [name, tensor.data as Float32Array]),
      );
    },
    release: () => session.release(),
  };
}

function toTensor(data: TypedArray, shape: readonly number[]): ort.Tensor {
  if (data instanceof Float32Array) return new ort.Tensor("float32", data, shape);
  if (data instanceof Int32Array) return new ort.Tensor("int32", data, shape);
  return new ort.Tensor("uint8", data, shape);
}
