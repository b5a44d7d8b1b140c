/** Plain descriptions of what to compile and of what the compiled graphs expect; they hold no tensors. */
import type { LossConfig } from "./losses/config.js";
import type { OptimizerConfig } from "./optimizers/config.js";

export type * from "./losses/config.js";
export type * from "./optimizers/config.js";

/** What a pixel 0..255 becomes: `x = (pixel · scale − mean) / std`, mean and std per channel. */
export interface Preprocessing {
  readonly scale: number;
  readonly mean?: readonly number[];
  readonly std?: readonly number[];
}

export type DataType = "float32" | "float16" | "uint8" | "int32" | "int64" | "bool";

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
  /** `step` counts from 0 over the whole training; `isFirstRun`: of the session that the graph runs in. */
  valueAt(at: { learningRate: number; step: number; isFirstRun?: boolean }): number;
}

/** Bytes that must be drawn anew, uniformly from 0..255, for every step. */
export interface RandomBytes extends TensorSpec {
  readonly layer: string;
}

export interface CompiledTrainingStep {
  /** The ONNX ModelProto. */
  readonly bytes: Uint8Array;
  /** The memory that onnxruntime plans for activations and gradients: the most that they take at one moment, as it places them. */
  readonly peakActivationBytes: number;
  readonly batchSize: number;
  /** uint8 `[batch, height, width, channels]`. */
  readonly images: TensorSpec;
  /**
   * int32 `[batch]`; with `softLabels` float32 `[batch, classes]`, each row with the sum 1. A model with one output has two
   * classes, 0 and 1.
   */
  readonly labels: TensorSpec;
  /** float32 `[batch]`, if the step was compiled with them. */
  readonly sampleWeights?: TensorSpec;
  readonly scalars: readonly StepScalar[];
  readonly randomBytes: readonly RandomBytes[];
  /** Weights first, in the model's order, then optimizer slots. */
  readonly variables: readonly StepVariable[];
  /**
   * float32 scalars: the mean loss of the batch with the penalties of regularizers, and how many of its images were
   * classified correctly.
   */
  readonly outputs: {
    readonly loss: string;
    readonly correct: string;
    /**
     * The L2 norm of all gradients together, before clipping, if the step was compiled with it; with accumulation, of the sum
     * since the last update divided by `gradientAccumulationSteps`, which is the mean in the step that updates.
     */
    readonly gradientNorm?: string;
    /** float32 `[batch, classes]`, before the update, if the step was compiled with them. */
    readonly predictions?: { readonly name: string; readonly isLogits: boolean };
  };
}

/** A weight as input of an inference graph, in the same layout as in the training step. */
export type InferenceVariable = Pick<
  StepVariable,
  "name" | "input" | "shape" | "modelShape" | "pack" | "unpack"
>;

export interface CompiledInference {
  readonly bytes: Uint8Array;
  /** As in CompiledTrainingStep. */
  readonly peakActivationBytes: number;
  readonly batchSize: number;
  /** uint8 `[batch, height, width, channels]`. */
  readonly images: TensorSpec;
  readonly variables: readonly InferenceVariable[];
  /** float32 `[batch, classes]`: what `model.predict` returns for the pre-processed images. */
  readonly output: TensorSpec;
}

/**
 * How a graph stores feature maps and computes with them:
 *
 * - "portable": channels first and standard operators, for every runtime;
 * - "gpu": the same, with enough work at once for graphics cards;
 * - `{ blocked }`: channels in blocks of that many, with operators that only onnxruntime's CPU provider has. The
 *   fastest there, with the block size that `probeLowering` finds. Maps with fewer than `fromChannels` channels
 *   (default: half a block) are stored as in "portable".
 */
export type LoweringChoice =
  | "portable"
  | "gpu"
  | { readonly blocked: number; readonly fromChannels?: number };

/** Values of weights by name, in the LayersModel's order of elements. */
export type WeightValues = ReadonlyMap<string, Float32Array>;

export interface InferenceOptions {
  readonly batchSize: number;
  readonly preprocessing: Preprocessing;
  /** Default: "portable". */
  readonly lowering?: LoweringChoice;
  /**
   * `[height, width, channels]` of the images. A model whose input has a free size, `[null, null, 3]`, is compiled for
   * this one. Default: the model's.
   */
  readonly inputShape?: readonly number[] | undefined;
  /**
   * Of an inference graph: the weights become constants, and what is constant is computed beforehand; the numbers of a
   * batch normalization move into the convolution before it. Default: weights are inputs.
   */
  readonly weights?: WeightValues;
}

/**
 * A tensor inside a model, by name: `conv2d` is what the layer puts out; `conv2d/linear`, of a layer with an activation of its
 * own, is what it computes before it.
 */
export interface InspectionPoint {
  readonly name: string;
  /** Of the layer; "Activation" where the activation of another layer was applied. */
  readonly className: string;
  /** For one image: `[height, width, channels]` of feature maps, or `[features]`. */
  readonly shape: readonly number[];
  /** Whether the class scores depend on it, so that they have a gradient by it: all but probabilities made of them. */
  readonly hasGradient: boolean;
}

export interface InspectionOptions extends Omit<InferenceOptions, "weights"> {
  /** Points whose tensors are wanted. Default: none. */
  readonly outputs?: readonly string[];
  /** Points by which the gradient of the weighted class scores is wanted. Default: none. */
  readonly gradients?: readonly string[];
  /** Whether the gradient by the pixels, 0..255, is wanted too. Default false. */
  readonly imageGradient?: boolean;
}

/** All tensors are in the LayersModel's order: `[batch, height, width, channels]` of feature maps. */
export interface CompiledInspection extends Omit<CompiledInference, "output"> {
  /** float32 `[batch, height, width, channels]`, 0..255: pixels that need not be whole numbers. */
  readonly images: TensorSpec;
  /**
   * float32 `[batch, units]`, an input where gradients are wanted: what is differentiated is `Σ classWeights · scores` of each
   * image, so a row with a single 1 gives the gradient of one class.
   */
  readonly classWeights?: TensorSpec;
  /** float32 `[batch, units]`: the model's first output, before a last softmax or sigmoid. */
  readonly scores: TensorSpec;
  /** By point. */
  readonly outputs: ReadonlyMap<string, TensorSpec>;
  readonly gradients: ReadonlyMap<string, TensorSpec>;
  readonly imageGradient?: TensorSpec;
}

export interface TrainingStepOptions extends Omit<InferenceOptions, "weights"> {
  /** Of each output of the model; auxiliary classifiers learn the same labels. */
  readonly loss: LossConfig;
  /** One factor for the loss of each output; default 1. */
  readonly lossWeights?: readonly number[];
  readonly optimizer: OptimizerConfig;
  /** Labels are shares of the classes, as MixUp makes them, instead of class indices. Default false. */
  readonly softLabels?: boolean;
  /** The loss of each image is multiplied by a number of its own. Default false. */
  readonly sampleWeights?: boolean;
  /** The step gives what the first output says of every image too. Default false. */
  readonly predictions?: boolean;
  /** The step gives the L2 norm of all gradients together too. Default false. */
  readonly gradientNorm?: boolean;
  /**
   * Classes of layers that compute as in inference while their weights learn, as PyTorch's `module.eval()` has it:
   * "BatchNormalization" keeps its averages and normalizes by them, "Dropout" and "StochasticDepth" drop nothing. Default: none.
   */
  readonly asInInference?: readonly string[];
}
