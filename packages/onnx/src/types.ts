/** Plain descriptions of what to compile and of what the compiled graphs expect; they hold no tensors. */

/** Stochastic gradient descent. `decay` divides the rate: `learningRate / (1 + decay · step)`. */
export interface SgdConfig {
  readonly type: "sgd";
  readonly learningRate: number;
  /** Share of the previous velocity that is kept, 0 (default) to below 1. */
  readonly momentum?: number;
  readonly nesterov?: boolean;
  readonly decay?: number;
}

/** Adam (Kingma and Ba, 2014) with Keras's defaults: beta1 0.9, beta2 0.999, epsilon 1e-7. */
export interface AdamConfig {
  readonly type: "adam";
  readonly learningRate: number;
  readonly beta1?: number;
  readonly beta2?: number;
  readonly epsilon?: number;
  readonly decay?: number;
}

export type OptimizerConfig = SgdConfig | AdamConfig;
export type OptimizerName = OptimizerConfig["type"];

/**
 * Cross-entropy over integer class labels. Both names compute the same number here; they are kept apart
 * because Keras programs and recipes name them. `fromLogits` (default false): the model's output has no softmax.
 */
export interface LossConfig {
  readonly type: "categoricalCrossentropy" | "sparseCategoricalCrossentropy";
  readonly fromLogits?: boolean;
}
export type LossName = LossConfig["type"];

/** What a pixel 0..255 becomes: `x = (pixel · scale − mean) / std`, mean and std per channel. */
export interface Preprocessing {
  readonly scale: number;
  readonly mean?: readonly number[];
  readonly std?: readonly number[];
}

export type DataType = "float32" | "uint8" | "int32" | "int64" | "bool";

export interface TensorSpec {
  readonly name: string;
  readonly dtype: DataType;
  readonly shape: readonly number[];
}

/** How a weight of the LayersModel is stored in the graph: other shape, other order, same numbers. */
export interface WeightLayout {
  /** Shape in the graph. */
  readonly shape: readonly number[];
  /** LayersModel order to graph order. */
  pack(values: Float32Array): Float32Array;
  /** Graph order to LayersModel order. */
  unpack(values: Float32Array): Float32Array;
}

/** A tensor that lives across steps: it is fed as `input`, and its next value comes out as `output`. */
export interface StepVariable extends WeightLayout {
  /** The LayersModel's name of a weight (`dense/kernel`), or of an optimizer slot (`dense/kernel/velocity`). */
  readonly name: string;
  /** A slot starts as zeros. */
  readonly kind: "weight" | "slot";
  readonly input: string;
  /** Absent for a frozen weight: its input stays as it is. */
  readonly output: string | undefined;
  /** Shape in the LayersModel. */
  readonly modelShape: readonly number[];
}

/** A float32 scalar that the caller computes for each step. */
export interface StepScalar {
  readonly name: string;
  /** `step` counts from 0 over the whole training. */
  valueAt(at: { learningRate: number; step: number }): number;
}

/** Bytes that must be drawn anew, uniformly from 0..255, for every step. */
export interface RandomBytes extends TensorSpec {
  readonly layer: string;
}

export interface CompiledTrainingStep {
  /** The ONNX ModelProto. */
  readonly bytes: Uint8Array;
  readonly batchSize: number;
  /** uint8 `[batch, height, width, channels]`. */
  readonly images: TensorSpec;
  /** int32 `[batch]`. */
  readonly labels: TensorSpec;
  readonly scalars: readonly StepScalar[];
  readonly randomBytes: readonly RandomBytes[];
  /** Weights first, in the model's order, then optimizer slots. */
  readonly variables: readonly StepVariable[];
  /** float32 scalars: the mean loss of the batch, and how many of its images were classified correctly. */
  readonly outputs: { readonly loss: string; readonly correct: string };
}

/** A weight as input of an inference graph, in the same layout as in the training step. */
export type InferenceVariable = Pick<
  StepVariable,
  "name" | "input" | "shape" | "modelShape" | "pack" | "unpack"
>;

export interface CompiledInference {
  readonly bytes: Uint8Array;
  readonly batchSize: number;
  /** uint8 `[batch, height, width, channels]`. */
  readonly images: TensorSpec;
  readonly variables: readonly InferenceVariable[];
  /** float32 `[batch, classes]`: what `model.predict` returns for the pre-processed images. */
  readonly output: TensorSpec;
}

/**
 * How a graph keeps and computes feature maps. "portable": channels first and ordinary operators, for every
 * runtime. `{ blocked }`: channels in blocks of that many, on operators that onnxruntime has for its CPU provider
 * alone; the fastest there, with the block size that `probe` finds. Maps of fewer than `fromChannels` channels
 * (default: half a block) stay as in "portable".
 */
export type LoweringChoice = "portable" | { readonly blocked: number; readonly fromChannels?: number };

export interface InferenceOptions {
  readonly batchSize: number;
  readonly preprocessing: Preprocessing;
  /** Default: "portable". */
  readonly lowering?: LoweringChoice;
}

export interface TrainingStepOptions extends InferenceOptions {
  /** Of each output of the model; auxiliary classifiers learn the same labels. */
  readonly loss: LossConfig;
  /** One factor for the loss of each output; default 1. */
  readonly lossWeights?: readonly number[];
  readonly optimizer: OptimizerConfig;
}
