import type * as tf from "@tensorflow/tfjs";
import { type ContextOf, emitForward } from "./autodiff.js";
import { compilableModel } from "./compilable-model.js";
import { encodeModel } from "./encode-model.js";
import { Graph } from "./graph/graph.js";
import { plannedBytes } from "./graph/memory-plan.js";
import { simplify } from "./graph/simplify.js";
import { type Feature, plainValue } from "./layers/feature.js";
import type { Lowering } from "./lowering/lowering.js";
import { loweringOf } from "./lowering/lowering-of.js";
import { requireInferenceOptions } from "./options.js";
import { Parameters, variableOf } from "./parameters.js";
import { emitImages } from "./preprocess.js";
import { poolBeforeRelu, takePadding } from "./rewrite-model.js";
import type { CompiledInference, InferenceOptions, WeightValues } from "./types.js";
import type { WalkedModel } from "./walk-model.js";

/**
 * Compiles what `model.predict` computes, pre-processing included, to one ONNX graph for a fixed batch size.
 * The weights are inputs in the layout that the training step of the same model uses, so that a training
 * session can predict with the tensors it has; or constants, if `weights` gives their values.
 *
 * Throws CompilerOptionsError, and UnsupportedModelError, which lists every layer that cannot be compiled.
 */
export function compileInference(model: tf.LayersModel, options: InferenceOptions): CompiledInference {
  const graph = inferenceGraph(model, options);
  return { ...graph.description, bytes: encodeModel(graph.graph) };
}

export function inferenceGraph(model: tf.LayersModel, options: InferenceOptions) {
  requireInferenceOptions(model, options);
  const walked = poolBeforeRelu(takePadding(compilableModel(model, { inputShape: options.inputShape })));
  const lowering = loweringOf(options.lowering);
  const graph = new Graph();
  const { images, input } = emitImages(graph, walked, options, lowering);
  const { output, parameters } = emitInference(walked, input, lowering, options.weights);
  const classes = plainValue(output);
  graph.output("output", classes);

  const simplified = simplify(graph);
  const description: Omit<CompiledInference, "bytes"> = {
    peakActivationBytes: plannedBytes(simplified),
    batchSize: options.batchSize,
    images: { name: "images", dtype: "uint8", shape: images.shape },
    variables: options.weights ? [] : parameters.all.map(variableOf),
    output: { name: "output", dtype: "float32", shape: classes.shape },
  };
  return { graph: simplified, description };
}

/** The layers as they predict; `output` is what the model's first output is. */
export function emitInference(
  walked: WalkedModel,
  input: Feature,
  lowering: Lowering,
  weights: WeightValues | undefined,
): { output: Feature; parameters: Parameters } {
  const parameters = new Parameters(input.value.graph, walked.weights, weights);
  const { features } = emitForward(walked, input, lowering, inferenceContext(parameters));
  return { output: features.get(walked.outputs[0]!)!, parameters };
}

/** Gives the layers their weights, and nothing that only a training step has. */
export const inferenceContext =
  (parameters: Parameters): ContextOf =>
  (step, lowering) => {
    const onlyInTraining = (): never => {
      throw new Error(`[imgcls/onnx] layer "${step.name}" asked for what only a training step has`);
    };
    return {
      lowering,
      isTraining: false,
      weight: (role, layout) => parameters.request(step, role, layout),
      update: onlyInTraining,
      randomBytes: onlyInTraining,
    };
  };
