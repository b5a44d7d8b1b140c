import { UnsupportedModelError } from "./errors.js";
import type { Value } from "./graph/graph.js";
import { add } from "./graph/ops/elementwise.js";
import { LAYER_COMPILERS } from "./layers/index.js";
import {
  type CompiledLayer,
  type Feature,
  type LayerContext,
  UnsupportedInput,
} from "./layers/layer-compiler.js";
import type { LayerStep, WalkedModel } from "./walk-model.js";

interface TapeEntry {
  readonly step: LayerStep;
  readonly compiled: CompiledLayer;
}

export interface ForwardPass {
  readonly output: Feature;
  readonly tape: readonly TapeEntry[];
}

/** Emits the layers in order. `contextOf` gives each layer its weights and random bytes. */
export function emitForward(
  model: WalkedModel,
  input: Feature,
  contextOf: (step: LayerStep) => LayerContext,
): ForwardPass {
  const features = new Map<string, Feature>([[model.input, input]]);
  const tape = model.steps.map((step) => {
    const compiled = input.value.graph.within(step.name, () =>
      compileLayer(step, features.get(step.inputs[0]!)!, contextOf(step)),
    );
    features.set(step.name, compiled.output);
    return { step, compiled };
  });
  return { output: features.get(model.output)!, tape };
}

function compileLayer(step: LayerStep, input: Feature, context: LayerContext): CompiledLayer {
  try {
    return LAYER_COMPILERS[step.className]!.compile(step, input, context);
  } catch (error) {
    if (!(error instanceof UnsupportedInput)) throw error;
    throw new UnsupportedModelError([{ layer: step.name, className: step.className, reason: error.message }]);
  }
}

/**
 * Reverse sweep: from dL/doutput to dL/dweight of every trainable weight, by weight name. Where an output
 * feeds several layers its gradients are summed; nothing is emitted below the first trainable layer.
 */
export function emitBackward(model: WalkedModel, { tape }: ForwardPass, dOutput: Value): Map<string, Value> {
  const needed = stepsThatNeedGradient(model);
  const gradientOf = new Map<string, Value>([[model.output, dOutput]]);
  const weightGradients = new Map<string, Value>();

  for (const { step, compiled } of tape.toReversed()) {
    const incoming = gradientOf.get(step.name);
    if (!incoming || !needed.has(step.name)) continue;
    const [source] = step.inputs as [string];
    const { input, weights } = dOutput.graph.within(`${step.name} gradient`, () =>
      compiled.backward(incoming, {
        input: needed.has(source),
        weights: step.trainable && step.weights.length > 0,
      }),
    );
    if (input && needed.has(source)) {
      const known = gradientOf.get(source);
      gradientOf.set(source, known ? add(known, input) : input);
    }
    for (const weight of step.weights) {
      const gradient = weights?.[weight.role];
      if (gradient) weightGradients.set(weight.name, gradient);
    }
  }
  return weightGradients;
}

/** Steps that hold trainable weights or stand behind one that does. */
function stepsThatNeedGradient({ steps }: WalkedModel): Set<string> {
  const needed = new Set<string>();
  for (const step of steps) {
    const hasWeights = step.trainable && step.weights.length > 0;
    if (hasWeights || step.inputs.some((input) => needed.has(input))) needed.add(step.name);
  }
  return needed;
}
