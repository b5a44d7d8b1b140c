import type * as tf from "@tensorflow/tfjs";
import { emitBackward, emitForward } from "./autodiff.js";
import { compilableModel } from "./compilable-model.js";
import { encodeModel } from "./encode-model.js";
import { Graph, type Value } from "./graph/graph.js";
import { plannedBytes } from "./graph/memory-plan.js";
import { add } from "./graph/ops/elementwise.js";
import { simplify } from "./graph/simplify.js";
import { plainValue } from "./layers/feature.js";
import { emitLosses, type Truth } from "./losses/emit-losses.js";
import { fusedActivation } from "./losses/index.js";
import { loweringOf } from "./lowering/lowering-of.js";
import { classCount } from "./model-form.js";
import { requireTrainingStepOptions } from "./options.js";
import { Parameters } from "./parameters.js";
import { emitImages } from "./preprocess.js";
import { emitPenalties } from "./regularizers/index.js";
import { emitReservation } from "./reservation.js";
import { joinConvAndPool, poolBeforeRelu, takePadding, withoutFinal } from "./rewrite-model.js";
import { trimPooledConvs } from "./trim-model.js";
import type { CompiledTrainingStep, RandomBytes, TensorSpec, TrainingStepOptions } from "./types.js";
import { emitUpdate } from "./update.js";

/**
 * Compiles one whole training step of the model, for a fixed batch size, to one ONNX graph of ordinary
 * inference operators: pre-processing, forward, loss, backward, optimizer update, constraints.
 *
 * The inputs of each run are the images, the labels, the scalars, fresh random bytes and the current variables, and
 * returns the mean loss, the number of correct predictions and the next variables.
 *
 * Throws CompilerOptionsError, and UnsupportedModelError, which lists every layer that cannot be compiled.
 */
export function compileTrainingStep(
  model: tf.LayersModel,
  options: TrainingStepOptions,
): CompiledTrainingStep {
  const { graph, description } = trainingGraph(model, options);
  return { ...description, bytes: encodeModel(graph) };
}

export function trainingGraph(model: tf.LayersModel, options: TrainingStepOptions) {
  requireTrainingStepOptions(model, options);
  const { loss, inputShape } = options;
  const original = compilableModel(model, { inputShape, loss });
  const fused = fusedActivation(loss);
  const { model: rewritten, logits } = fused
    ? withoutFinal(fused, original)
    : { model: original, logits: new Set<string>() };
  const walked = trimPooledConvs(joinConvAndPool(poolBeforeRelu(takePadding(rewritten))));

  const lowering = loweringOf(options.lowering);
  const graph = new Graph();
  const parameters = new Parameters(graph, walked.weights);
  const randomBytes: RandomBytes[] = [];
  const { images, input } = emitImages(graph, walked, options, lowering);
  const truth = emitTruth(graph, model, options);

  const forward = emitForward(walked, input, lowering, (step, lowering) => ({
    lowering,
    isTraining: !options.asInInference?.includes(step.className),
    weight: (role, layout) => parameters.request(step, role, layout),
    update: (role, next) => parameters.update(step, role, next),
    randomBytes(shape) {
      const name = `${step.name}/random`;
      randomBytes.push({ name, dtype: "uint8", shape, layer: step.name });
      return graph.input(name, "uint8", shape);
    },
  }));

  const outputs = walked.outputs.map((name) => ({
    name,
    feature: forward.features.get(name)!,
    isLogits: logits.has(name),
  }));
  const losses = emitLosses(outputs, truth, options);
  const penalties = graph.within("regularizers", () => emitPenalties(parameters.all));
  const total = graph.within("regularizers", () =>
    penalties.reduce((sum, { value }) => add(sum, value), losses.total),
  );
  graph.output("loss", total);
  const [first] = outputs;
  if (options.predictions) graph.output("predictions", plainValue(first!.feature));

  const { weights: gradients } = emitBackward(walked, forward, losses.gradients);
  for (const { weight, gradient } of penalties) {
    const ofLoss = gradients.get(weight);
    graph.within("regularizers", () => gradients.set(weight, ofLoss ? add(ofLoss, gradient()) : gradient()));
  }
  const update = emitUpdate(graph, parameters.all, gradients, options.optimizer, options);

  const simplified = simplify(graph);
  const peakActivationBytes = plannedBytes(simplified);
  const reservation = emitReservation(simplified, peakActivationBytes);
  const description: Omit<CompiledTrainingStep, "bytes"> = {
    peakActivationBytes,
    batchSize: options.batchSize,
    images: { name: "images", dtype: "uint8", shape: images.shape },
    labels: specOf(truth.labels),
    ...(truth.sampleWeights && { sampleWeights: specOf(truth.sampleWeights) }),
    scalars: [...update.scalars, ...(reservation ? [reservation] : [])],
    randomBytes,
    variables: update.variables,
    outputs: {
      loss: "loss",
      correct: "correct",
      ...(options.gradientNorm && { gradientNorm: "gradient_norm" }),
      ...(options.predictions && { predictions: { name: "predictions", isLogits: first!.isLogits } }),
    },
  };
  return { graph: simplified, description };
}

function emitTruth(
  graph: Graph,
  model: tf.LayersModel,
  { batchSize, softLabels, sampleWeights }: TrainingStepOptions,
): Truth {
  return {
    labels: softLabels
      ? graph.input("labels", "float32", [batchSize, classCount(model)])
      : graph.input("labels", "int32", [batchSize]),
    sampleWeights: sampleWeights ? graph.input("sample_weights", "float32", [batchSize]) : undefined,
  };
}

const specOf = ({ name, dtype, shape }: Value): TensorSpec => ({ name, dtype, shape });
