import { unknownName } from "@imgcls/checks";
import type * as tf from "@tensorflow/tfjs";
import { emitBackward, emitForward } from "./autodiff.js";
import { compilableModel } from "./compilable-model.js";
import { inferenceContext } from "./compile-inference.js";
import { encodeModel } from "./encode-model.js";
import { CompilerOptionsError } from "./errors.js";
import { Graph, type Value } from "./graph/graph.js";
import { plannedBytes } from "./graph/memory-plan.js";
import { simplify } from "./graph/simplify.js";
import { type Feature, plainValue, valueLike } from "./layers/feature.js";
import { loweringOf } from "./lowering/lowering-of.js";
import { requireInspectionOptions } from "./options.js";
import { Parameters, variableOf } from "./parameters.js";
import { emitImages, preprocessGradient } from "./preprocess.js";
import { lastStep, makesProbabilities, splitActivations } from "./rewrite-model.js";
import type { CompiledInspection, InspectionOptions, InspectionPoint, TensorSpec } from "./types.js";
import type { WalkedModel } from "./walk-model.js";

/**
 * The tensors between a model's layers that `compileInspection` gives, in the order of computation.
 *
 * Throws UnsupportedModelError, which lists every layer that cannot be compiled.
 */
export const inspectionPoints = (
  model: tf.LayersModel,
  { inputShape }: Pick<InspectionOptions, "inputShape"> = {},
): InspectionPoint[] => pointsOf(inspectedModel(model, inputShape));

/**
 * Compiles a look inside a model for a fixed batch size, pre-processing included: the class scores, what is asked for of the
 * tensors between the layers, and gradients of the class scores by such tensors and by the pixels. The layers work as in
 * inference: dropout keeps everything, batch normalization uses its averages. Weights are inputs.
 *
 * Throws CompilerOptionsError, also for names that are no points of the model, and UnsupportedModelError, which lists every
 * layer that cannot be compiled.
 */
export function compileInspection(model: tf.LayersModel, options: InspectionOptions): CompiledInspection {
  requireInspectionOptions(model, options);
  const { batchSize, preprocessing, outputs = [], gradients = [], imageGradient = false } = options;
  const walked = inspectedModel(model, options.inputShape);
  requirePoints(pointsOf(walked), outputs, gradients);

  const graph = new Graph();
  const lowering = loweringOf(options.lowering);
  const parameters = new Parameters(graph, walked.weights);
  const { images, input } = emitImages(graph, walked, options, lowering, "float32");
  const forward = emitForward(walked, input, lowering, inferenceContext(parameters));
  const featureAt = (name: string): Feature => forward.features.get(name)!;

  const output = (name: string, value: Value): TensorSpec => {
    graph.output(name, value);
    return { name, dtype: "float32", shape: value.shape };
  };
  const outputsOf = (kind: string, names: readonly string[], valueAt: (name: string) => Value) =>
    new Map([...new Set(names)].map((name) => [name, output(`${kind} ${name}`, valueAt(name))]));

  const scored = scoredStep(walked);
  const scoreFeature = featureAt(scored);
  const scores = output("scores", plainValue(scoreFeature));
  const wanted = [...gradients, ...(imageGradient ? [walked.input] : [])];
  const classWeights =
    wanted.length > 0 ? graph.input("class_weights", "float32", [batchSize, scores.shape[1]!]) : undefined;
  const backward =
    classWeights && emitBackward(walked, forward, [[scored, valueLike(scoreFeature, classWeights)]], wanted);
  const gradientAt = (name: string) =>
    plainValue({ ...featureAt(name), value: backward!.features.get(name)! });

  const points = outputsOf("output", outputs, (name) => plainValue(featureAt(name)));
  const pointGradients = outputsOf("gradient", gradients, gradientAt);
  const ofImage =
    imageGradient && output("image_gradient", preprocessGradient(gradientAt(walked.input), preprocessing));

  const simplified = simplify(graph);
  return {
    bytes: encodeModel(simplified),
    peakActivationBytes: plannedBytes(simplified),
    batchSize,
    images: specOf(images),
    ...(classWeights && { classWeights: specOf(classWeights) }),
    variables: parameters.all.map(variableOf),
    scores,
    outputs: points,
    gradients: pointGradients,
    ...(ofImage && { imageGradient: ofImage }),
  };
}

/** Only features have gradients here, so no weight is trained. */
function inspectedModel(model: tf.LayersModel, inputShape: InspectionOptions["inputShape"]): WalkedModel {
  const walked = splitActivations(compilableModel(model, { inputShape }));
  const frozen = walked.steps.map((step) => ({
    ...step,
    trainable: false,
    weights: step.weights.map((weight) => ({ ...weight, trainable: false })),
  }));
  return { ...walked, steps: frozen };
}

/** What computes the class scores: probabilities that are nearly 0 or 1 have next to no gradient. */
function scoredStep(walked: WalkedModel): string {
  const last = lastStep(walked)!;
  return makesProbabilities(last) ? last.inputs[0]! : last.name;
}

const pointsOf = (walked: WalkedModel): InspectionPoint[] =>
  walked.steps.map((step) => ({
    name: step.name,
    className: step.className,
    shape: step.outputShape,
    hasGradient: step !== lastStep(walked) || !makesProbabilities(step),
  }));

function requirePoints(
  points: readonly InspectionPoint[],
  outputs: readonly string[],
  gradients: readonly string[],
): void {
  const names = points.map(({ name }) => name);
  const unknown = new Set([...outputs, ...gradients].filter((name) => !names.includes(name)));
  const behind = points.filter(({ name, hasGradient }) => gradients.includes(name) && !hasGradient);
  const problems = [
    ...[...unknown].map((name) => unknownName("layer", name, names)),
    ...behind.map(
      ({ name }) =>
        `"${name}" only makes probabilities of the class scores: ask for the gradient by an earlier layer`,
    ),
  ];
  if (problems.length > 0) throw new CompilerOptionsError("compileInspection", problems);
}

const specOf = ({ name, dtype, shape }: Value): TensorSpec => ({ name, dtype, shape });
