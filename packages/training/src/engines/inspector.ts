import type { InspectionPoint } from "@imgcls/onnx";
import type { EngineDescription } from "./engine.js";

/** What is wanted of the inside of a model; points are named as `Inspector.points` names them. */
export interface InspectionRequest {
  /** Points whose tensors are wanted. Default: none. */
  readonly outputs?: readonly string[];
  /** Points by which gradients of class scores are wanted. Default: none. */
  readonly gradients?: readonly string[];
  /** Whether the gradient by the pixels is wanted. Default false. */
  readonly imageGradient?: boolean;
  /**
   * `[size, units]`, needed where gradients are wanted: each image's `Σ classWeights · scores` is differentiated, so a row with a
   * single 1 gives the gradient of one class.
   */
  readonly classWeights?: Float32Array;
}

/** Tensors of all images in the LayersModel's order: `[size, height, width, channels]`, `[size, features]`. */
export interface Inspection {
  /** `[size, units]`: what the model puts out before a last softmax or sigmoid. */
  readonly scores: Float32Array;
  /** By point. */
  readonly outputs: ReadonlyMap<string, Float32Array>;
  readonly gradients: ReadonlyMap<string, Float32Array>;
  /** `[size, height, width, channels]`: by the pixels, 0..255. Empty where it was not asked for. */
  readonly imageGradient: Float32Array;
}

/** Looks inside a model as it was when the inspector was made; layers work as in inference. */
export interface Inspector {
  readonly description: EngineDescription;
  /** The tensors between the layers, in the order of computation. */
  readonly points: readonly InspectionPoint[];
  /** How many outputs the model has. */
  readonly units: number;
  /**
   * @param images `[size, height, width, channels]`, 0..255; they need not be whole numbers, nor stay inside
   * @throws CompilerOptionsError for a name that is no point of the model, TrainingOptionsError for arrays of another size,
   * NotEnoughMemoryError
   */
  inspect(images: Float32Array, size: number, request: InspectionRequest): Promise<Inspection>;
  dispose(): Promise<void>;
}
