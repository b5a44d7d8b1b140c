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
export const loadOnnx = (bytes: Uint8Array): Promise<OnnxProgram> => loadIn(ort, bytes);

/** The same in onnxruntime-web, in Node too. */
export async function loadOnnxInWeb(bytes: Uint8Array): Promise<OnnxProgram> {
  const web = (await import("onnxruntime-web/wasm")) as Runtime;
  web.env.wasm.numThreads = 1;
  return loadIn(web, bytes);
}

type Runtime = Pick<typeof ort, "env" | "InferenceSession" | "Tensor">;

async function loadIn(ort: Runtime, bytes: Uint8Array): Promise<OnnxProgram> {
  const session = await ort.InferenceSession.create(bytes, {
    intraOpNumThreads: 1,
    executionProviders: ["cpu"],
    logSeverityLevel: 3,
  });
  return {
    async run(inputs) {
      const feeds = Object.entries(inputs).map(([name, { data, shape }]) => [
        name,
        toTensor(ort, data, shape),
      ]);
      const results = await session.run(Object.fromEntries(feeds));
      return Object.fromEntries(
        Object.entries(results).map(([name, tensor]) => [name, tensor.data as Float32Array]),
      );
    },
    release: () => session.release(),
  };
}

function toTensor({ Tensor }: Runtime, data: TypedArray, shape: readonly number[]): ort.Tensor {
  if (data instanceof Float32Array) return new Tensor("float32", data, shape);
  if (data instanceof Int32Array) return new Tensor("int32", data, shape);
  return new Tensor("uint8", data, shape);
}
