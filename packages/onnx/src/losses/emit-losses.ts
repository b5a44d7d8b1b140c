import type { Value } from "../graph/graph.js";
import { abs, add, cast, equal, isPositive, mul, sub } from "../graph/ops/elementwise.js";
import { concat, reshape, slice } from "../graph/ops/movement.js";
import { argMax, sum } from "../graph/ops/reduce.js";
import { type Feature, plainValue, valueLike } from "../layers/feature.js";
import type { TrainingStepOptions } from "../types.js";
import { compileLoss } from "./index.js";
import { throughSoftmax } from "./through-softmax.js";

/** One output of the model, `[batch, classes]`. */
export interface ClassifierOutput {
  readonly name: string;
  readonly feature: Feature;
  /** The output has no softmax or sigmoid, or has lost it. */
  readonly isLogits: boolean;
  /** It ends in a softmax that is not the loss's to compute. Default false. */
  readonly isSoftmax?: boolean;
}

/** What a batch says of its images. */
export interface Truth {
  /** int32 `[batch]`, or float32 `[batch, classes]`: soft labels. */
  readonly labels: Value;
  /** float32 `[batch]` */
  readonly sampleWeights: Value | undefined;
}

export interface Losses {
  /** float32 `[]`: the weighted sum of each output's loss. */
  readonly total: Value;
  /** dL/doutput of each output, in the order of its feature. */
  readonly gradients: readonly (readonly [name: string, dOutput: Value])[];
}

/** Emits the losses, and the output "correct": for how many images the first output finds the (largest) label. */
export function emitLosses(
  outputs: readonly ClassifierOutput[],
  truth: Truth,
  { loss, lossWeights }: Pick<TrainingStepOptions, "loss" | "lossWeights">,
): Losses {
  const { graph } = truth.labels;
  const classes = outputs.map(({ feature }) => plainValue(feature));
  const losses = graph.within("loss", () => {
    const targets = targetsOf(truth.labels, classes[0]!.shape[1]!);
    const factors = sampleFactors(targets, truth.sampleWeights, loss.classWeights);
    return outputs.map(({ name, feature, isLogits, isSoftmax }, i) => {
      const compile = isSoftmax ? throughSoftmax(compileLoss(loss, true)) : compileLoss(loss, isLogits);
      const compiled = compile(classes[i]!, targets);
      return { name, feature, weight: lossWeights?.[i] ?? 1, factors, ...compiled };
    });
  });
  const total = graph.within("loss", () =>
    losses
      .map(({ ofSamples, factors, weight }) => weighted(mean(ofSamples, factors), weight))
      .reduce((a, b) => add(a, b)),
  );
  const isLogits = outputs[0]!.isLogits || loss.fromLogits === true;
  graph.within("metrics", () => graph.output("correct", countCorrect(classes[0]!, truth.labels, isLogits)));

  const gradients = graph.within("loss gradient", () =>
    losses.map(({ name, feature, factors, weight, backward }) => {
      const batch = truth.labels.shape[0]!;
      const rows = factors ? mul(backward(), reshape(factors, [batch, 1])) : backward();
      return [name, valueLike(feature, mul(rows, weight / batch))] as const;
    }),
  );
  return { total, gradients };
}

const weighted = (value: Value, weight: number): Value => (weight === 1 ? value : mul(value, weight));

/** `Σ w L / n` */
const mean = (ofSamples: Value, factors: Value | undefined): Value =>
  mul(sum(factors ? mul(ofSamples, factors) : ofSamples, [0]), 1 / ofSamples.shape[0]!);

/** `[batch]`: a sample's own weight times that of its class; undefined when all are 1. */
function sampleFactors(
  targets: Value,
  sampleWeights: Value | undefined,
  classWeights: readonly number[] | undefined,
): Value | undefined {
  if (!classWeights) return sampleWeights;
  const shares = targets.shape[1] === 1 ? concat([sub(1, targets), targets], 1) : targets;
  const ofClasses = targets.graph.constant(Float32Array.from(classWeights), [1, classWeights.length]);
  const ofSamples = sum(mul(shares, ofClasses), [1]);
  return sampleWeights ? mul(sampleWeights, ofSamples) : ofSamples;
}

/**
 * `[batch, outputs]` float32: soft labels as they are, else with a 1 at each label. One output learns how much an image is
 * of class 1, so it has only that column.
 */
function targetsOf(labels: Value, outputs: number): Value {
  if (labels.dtype === "float32") return outputs === 1 ? ofClassOne(labels) : labels;
  const classIndices = labels.graph.constant(
    outputs === 1 ? Int32Array.of(1) : Int32Array.from({ length: outputs }, (_, i) => i),
    [1, outputs],
  );
  return equal(reshape(labels, [labels.shape[0]!, 1]), classIndices);
}

/** The share of class 1, `[batch, 1]`, of soft labels `[batch, 2]`. */
const ofClassOne = (softLabels: Value): Value => slice(softLabels, [{ axis: 1, start: 1, end: 2 }]);

function countCorrect(outputs: Value, labels: Value, isLogits: boolean): Value {
  if (outputs.shape[1] === 1) return countCorrectOfTwo(outputs, targetsOf(labels, 1), isLogits);
  const predicted = cast(argMax(outputs, 1), "int32");
  const expected = labels.dtype === "float32" ? cast(argMax(labels, 1), "int32") : labels;
  return sum(equal(predicted, expected), [0]);
}

/** One output: class 1 where its probability is above ½, or its logit above 0. */
function countCorrectOfTwo(outputs: Value, targets: Value, isLogits: boolean): Value {
  const isOne = isPositive(isLogits ? outputs : sub(outputs, 0.5));
  const expected = isPositive(sub(targets, 0.5));
  return sum(sub(1, abs(sub(isOne, expected))), [0, 1]);
}
