import type { Value } from "./graph/graph.js";
import { add } from "./graph/ops/elementwise.js";
import { convert, type Feature, plainValue, valueLike } from "./layers/feature.js";
import { STEP_COMPILERS } from "./layers/index.js";
import type { CompiledLayer, LayerContext } from "./layers/layer-compiler.js";
import type { Lowering } from "./lowering/lowering.js";
import { portable } from "./lowering/portable.js";
import type { LayerStep, LayerWeight, WalkedModel } from "./walk-model.js";

interface TapeEntry {
  readonly step: LayerStep;
  readonly compiled: CompiledLayer;
  /** What the layer was given: the outputs of other steps, in the order of its own lowering. */
  readonly inputs: readonly Feature[];
}

export interface ForwardPass {
  /** By step name, the model's input among them. */
  readonly features: ReadonlyMap<string, Feature>;
  readonly tape: readonly TapeEntry[];
}

/** Gives a layer its weights and random bytes. */
export type ContextOf = (step: LayerStep, lowering: Lowering) => LayerContext;

/** Emits the layers in order, each in the given lowering where that compiles it, else in the portable one. */
export function emitForward(
  model: WalkedModel,
  input: Feature,
  lowering: Lowering,
  contextOf: ContextOf,
): ForwardPass {
  const features = new Map<string, Feature>([[model.input, input]]);
  const convertedFeatures = new Map<string, Feature>();
  const featureIn = (name: string, target: Lowering) => {
    const key = `${name} ${target.name}`;
    const feature = convertedFeatures.get(key) ?? convert(features.get(name)!, target);
    convertedFeatures.set(key, feature);
    return feature;
  };
  const tape = model.steps.map((step) =>
    input.value.graph.within(step.name, () => {
      const chosen = lowering.compiles(step) ? lowering : portable;
      const inputs = step.inputs.map((name) => featureIn(name, chosen));
      const compiled = STEP_COMPILERS[step.className]!.compile(step, inputs, contextOf(step, chosen));
      features.set(step.name, compiled.output);
      return { step, compiled, inputs };
    }),
  );
  return { features, tape };
}

export interface BackwardPass {
  /** dL/dweight of every trainable weight, by its name. */
  readonly weights: Map<string, Value>;
  /** dL/dfeature of those on the way, each in the order of its feature; by step name, the model's input among them. */
  readonly features: ReadonlyMap<string, Value>;
}

/**
 * Reverse sweep: from dL/doutput of the outputs to every trainable weight, and to the features that are `wanted`.
 * Gradients are summed where an output feeds several layers and where several calls share a weight; nothing is
 * emitted below the first layer that is trainable or wanted.
 */
export function emitBackward(
  model: WalkedModel,
  { features, tape }: ForwardPass,
  dOutputs: readonly (readonly [name: string, dOutput: Value])[],
  wanted: Iterable<string> = [],
): BackwardPass {
  const needed = gradientsNeeded(model, wanted);
  const featureGradients = new Map<string, Value>();
  const weightGradients = new Map<string, Value>();
  for (const [name, dOutput] of dOutputs) accumulate(featureGradients, name, dOutput);

  for (const { step, compiled, inputs } of tape.toReversed()) {
    const incoming = featureGradients.get(step.name);
    if (!incoming || !needed.has(step.name)) continue;
    incoming.graph.within(`${step.name} gradient`, () => {
      const gradients = compiled.backward(incoming);
      for (const weight of step.weights.filter(isTrained)) {
        accumulate(weightGradients, weight.name, gradients.weights![weight.role]!());
      }
      for (const [i, source] of step.inputs.entries()) {
        if (!needed.has(source)) continue;
        const gradient = converted(gradients.inputs[i]!(), inputs[i]!, features.get(source)!);
        accumulate(featureGradients, source, gradient);
      }
    });
  }
  return { weights: weightGradients, features: featureGradients };
}

function accumulate(sums: Map<string, Value>, name: string, summand: Value): void {
  const known = sums.get(name);
  sums.set(name, known ? add(known, summand) : summand);
}

/** A gradient of `from` as a gradient of `to`, which is the same feature in another order. */
const converted = (gradient: Value, from: Feature, to: Feature): Value =>
  from === to ? gradient : valueLike(to, plainValue({ ...from, value: gradient }));

const isTrained = ({ trainable }: LayerWeight): boolean => trainable;

/** The features that are wanted, and the outputs of steps that hold trainable weights or stand behind one of either. */
function gradientsNeeded({ steps }: WalkedModel, wanted: Iterable<string>): Set<string> {
  const needed = new Set(wanted);
  for (const step of steps) {
    if (step.weights.some(isTrained) || step.inputs.some((input) => needed.has(input))) needed.add(step.name);
  }
  return needed;
}
