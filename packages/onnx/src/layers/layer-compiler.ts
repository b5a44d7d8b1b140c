import { UnsupportedModelError } from "../errors.js";
import type { Value } from "../graph/graph.js";
import type { GraphLayout, Lowering, MapExtent } from "../lowering/lowering.js";
import type { LayerStep } from "../walk-model.js";

/** A tensor on its way through the model. */
export type Feature =
  | {
      /** Feature maps of `extent`, in the order of the lowering. */
      readonly kind: "maps";
      readonly value: Value;
      readonly extent: MapExtent;
    }
  | {
      /** `[batch, features]`. With `flattened`, the features are maps in the lowering's order. */
      readonly kind: "rows";
      readonly value: Value;
      readonly flattened?: MapExtent;
    };

export interface LayerContext {
  readonly lowering: Lowering;
  /** In training, dropout drops and the step's random bytes exist. */
  readonly isTraining: boolean;
  /** The layer's weight of that role, as a graph input with the given layout. */
  weight(role: string, layout: GraphLayout): Value;
  /** uint8 drawn uniformly for each step. */
  randomBytes(shape: readonly number[]): Value;
}

/** Which gradients somebody needs; a first layer needs none for its input, a frozen one none for its weights. */
export interface Needs {
  readonly input: boolean;
  readonly weights: boolean;
}

export interface Gradients {
  /** dL/dinput, in the layout of the input. */
  readonly input?: Value;
  /** dL/dweight by role, in the layout of the weight. */
  readonly weights?: Readonly<Record<string, Value>>;
}

export interface CompiledLayer {
  readonly output: Feature;
  /** Emits the gradient computation. The closure keeps what it needs of the forward pass. */
  backward(dOutput: Value, needs: Needs): Gradients;
}

/** Forward and gradient of one kind of layer, together. */
export interface LayerCompiler {
  /** Every option of this layer that cannot be compiled, each with what is supported. Called before any work. */
  unsupported(step: LayerStep): string[];
  /** Throws UnsupportedInput when the layer's input is of a kind that it cannot take. */
  compile(step: LayerStep, input: Feature, context: LayerContext): CompiledLayer;
}

/** The input of a layer does not fit it. The caller adds which layer. */
export class UnsupportedInput extends Error {
  override readonly name = "UnsupportedInput";
}

type Maps = Extract<Feature, { kind: "maps" }>;

/** The input of a layer that works on feature maps. */
export function requireMaps(input: Feature): Maps {
  if (input.kind === "maps") return input;
  throw new UnsupportedInput("it takes feature maps, [batch, height, width, channels]");
}

/** The output of a classifier, `[batch, classes]`. */
export function requireRows(layer: string, output: Feature): Value {
  if (output.kind === "rows") return output.value;
  throw new UnsupportedModelError([
    { layer, className: "output", reason: "the model ends in feature maps; [batch, classes] is expected" },
  ]);
}
