import type { Value } from "../graph/graph.js";
import type { GraphLayout, Lowering } from "../lowering/lowering.js";
import type { LayerStep } from "../walk-model.js";
import {
  asMaps,
  asRows,
  type Feature,
  featureOf,
  type Maps,
  plain,
  plainValue,
  valueLike,
} from "./feature.js";

export interface LayerContext {
  /** Of the layer's feature maps: what depends on where their channels lie. */
  readonly lowering: Lowering;
  /** In training, dropout drops and the step's random bytes exist. False, too, for a layer that computes as in inference. */
  readonly isTraining: boolean;
  /** The layer's weight of that role, as a graph input with the given layout. */
  weight(role: string, layout: GraphLayout): Value;
  /** In training: the next value of a weight that has no gradient, in the layout of the weight. */
  update(role: string, next: Value): void;
  /** uint8 drawn uniformly for each step. */
  randomBytes(shape: readonly number[]): Value;
}

/** Emits a gradient when it is called, which it is once at most, and only if somebody needs the gradient. */
export type EmitGradient = () => Value;

export interface Gradients {
  /** dL/dinput for each input, in the layout of that input. */
  readonly inputs: readonly EmitGradient[];
  /** dL/dweight by role, in the layout of the weight. */
  readonly weights?: Readonly<Record<string, EmitGradient>>;
}

export interface CompiledLayer {
  readonly output: Feature;
  /** Called once, if a gradient of the layer is needed. The closure keeps what it needs of the forward pass. */
  backward(dOutput: Value): Gradients;
}

/** Forward and gradient of one kind of layer, together. */
export interface LayerCompiler {
  /**
   * Every option of this layer and every input that cannot be compiled, each with what is supported. Called before
   * any work.
   */
  unsupported(step: LayerStep): string[];
  compile(step: LayerStep, inputs: readonly Feature[], context: LayerContext): CompiledLayer;
}

/** Emits on the first call, for gradients that share a part which nobody may need. */
export function once<T extends object>(emit: () => T): () => T {
  let result: T | undefined;
  return () => {
    result ??= emit();
    return result;
  };
}

/** Compiles a layer of feature maps that also accepts `[batch, features]`, as maps of one position. */
export function compileOnMaps(
  inputs: readonly Feature[],
  lowering: Lowering,
  compile: (maps: readonly Maps[]) => CompiledLayer & { readonly output: Maps },
): CompiledLayer {
  const maps = inputs.map((input) => asMaps(input, lowering));
  const { output, backward } = compile(maps);
  const endsInMaps = inputs.some((input) => input.kind === "maps");
  return {
    output: endsInMaps ? output : asRows(output),
    backward(dOutput) {
      const gradients = backward(endsInMaps ? dOutput : asMaps(plain(dOutput), lowering).value);
      const inputGradient = (emit: EmitGradient, i: number) => {
        const input = inputs[i]!;
        if (input.kind === "maps") return emit;
        return () => valueLike(input, asRows({ ...maps[i]!, value: emit() }).value);
      };
      return { ...gradients, inputs: gradients.inputs.map(inputGradient) };
    },
  };
}

/** Compiles a layer that works on tensors in the LayersModel's order, and whose result is one again. */
export function compileOnPlain(
  inputs: readonly Feature[],
  lowering: Lowering,
  compute: (values: readonly Value[]) => { y: Value; backward(dy: Value): readonly EmitGradient[] },
): CompiledLayer {
  const { y, backward } = compute(inputs.map(plainValue));
  const output = featureOf(y, lowering);
  return {
    output,
    backward(dOutput) {
      const gradients = backward(plainValue({ ...output, value: dOutput }));
      return { inputs: gradients.map((emit, i) => () => valueLike(inputs[i]!, emit())) };
    },
  };
}
