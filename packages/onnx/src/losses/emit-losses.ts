import type { Value } from "../graph/graph.js";
import { add, cast, equal, mul } from "../graph/ops/elementwise.js";
import { reshape } from "../graph/ops/movement.js";
import { argMax, sum } from "../graph/ops/reduce.js";
import { type Feature, plainValue, valueLike } from "../layers/feature.js";
import type { TrainingStepOptions } from "../types.js";
import { lossCompiler } from "./index.js";

/** One output of the model, `[batch, classes]`. */
export interface ClassifierOutput {
  readonly name: string;
  readonly feature: Feature;
  /** The output has no softmax, or has lost it. */
  readonly isLogits: boolean;
}

/**
 * Emits the outputs "loss", the weighted sum of each output's mean loss, and "correct", the number of labels that
 * the first output finds. Returns dL/doutput of each output, in the order of its feature.
 */
export function emitLosses(
  outputs: readonly ClassifierOutput[],
  labels: Value,
  { loss, lossWeights }: Pick<TrainingStepOptions, "loss" | "lossWeights">,
): (readonly [name: string, dOutput: Value])[] {
  const { graph } = labels;
  const losses = graph.within("loss", () =>
    outputs.map(({ name, feature, isLogits }, i) => {
      const classes = plainValue(feature);
      const compile = lossCompiler(isLogits ? { ...loss, fromLogits: true } : loss);
      const weight = lossWeights?.[i] ?? 1;
      return { name, feature, classes, weight, ...compile(classes, oneHot(labels, classes.shape[1]!)) };
    }),
  );
  const total = graph.within("loss", () =>
    losses.map(({ loss: mean, weight }) => weighted(mean, weight)).reduce((a, b) => add(a, b)),
  );
  graph.output("loss", total);
  graph.within("metrics", () => graph.output("correct", countCorrect(losses[0]!.classes, labels)));

  return graph.within("loss gradient", () =>
    losses.map(({ name, feature, weight, backward }) => [
      name,
      valueLike(feature, weighted(backward(), weight)),
    ]),
  );
}

const weighted = (value: Value, weight: number): Value => (weight === 1 ? value : mul(value, weight));

/** `[batch, classes]` float32 with a 1 at each label. */
function oneHot(labels: Value, classes: number): Value {
  const classIndices = labels.graph.constant(
    Int32Array.from({ length: classes }, (_, i) => i),
    [1, classes],
  );
  return equal(reshape(labels, [labels.shape[0]!, 1]), classIndices);
}

const countCorrect = (outputs: Value, labels: Value): Value =>
  sum(equal(cast(argMax(outputs, 1), "int32"), labels), [0]);
