// The few things that this package needs of an ONNX runtime, so that neither onnxruntime-node nor
// onnxruntime-web has to be installed for its types.

type TensorData = Float32Array | Uint8Array | Int32Array;

export interface OrtTensor {
  readonly data: unknown;
  readonly dims: readonly number[];
  dispose(): void;
}

export interface OrtSession {
  run(
    feeds: Readonly<Record<string, OrtTensor>>,
    fetches: readonly string[],
  ): Promise<Record<string, OrtTensor>>;
  release(): Promise<void>;
}

export interface OrtRuntime {
  readonly version: string;
  /** How many threads a session uses when the caller does not say. */
  readonly defaultThreads: number;
  createSession(bytes: Uint8Array, options: { readonly threads: number }): Promise<OrtSession>;
  /** Wraps the array: what is written into it later is what the next run reads. */
  tensor(data: TensorData, shape: readonly number[]): OrtTensor;
}

interface OrtLibrary {
  readonly Tensor: new (type: never, data: never, shape: readonly number[]) => OrtTensor;
  readonly InferenceSession: {
    create(bytes: Uint8Array, options: object): Promise<unknown>;
  };
}

const tensorType = (data: TensorData) => {
  if (data instanceof Float32Array) return "float32";
  return data instanceof Int32Array ? "int32" : "uint8";
};

/** Errors only: the runtime warns on stderr about every weight that is a graph input. */
const LOG_SEVERITY = 3;

/** What the two libraries have in common. */
export function ortRuntime(
  library: OrtLibrary,
  { version, defaultThreads, provider }: { version: string; defaultThreads: number; provider: string },
): OrtRuntime {
  return {
    version,
    defaultThreads,
    createSession: async (bytes, { threads }) =>
      (await library.InferenceSession.create(bytes, {
        executionProviders: [provider],
        graphOptimizationLevel: "all",
        executionMode: "sequential",
        intraOpNumThreads: threads,
        logSeverityLevel: LOG_SEVERITY,
      })) as OrtSession,
    tensor: (data, shape) => new library.Tensor(tensorType(data) as never, data as never, shape),
  };
}
