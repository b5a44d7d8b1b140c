import type * as tf from "@tensorflow/tfjs";
import { emitBackward, emitForward } from "./autodiff.js";
import { compilableModel } from "./compilable-model.js";
import { constrain } from "./constraints/max-norm.js";
import { encodeModel } from "./encode-model.js";
import { Graph, type Value } from "./graph/graph.js";
import { mul } from "./graph/ops/elementwise.js";
import { sizeOf } from "./graph/shapes.js";
import { emitLosses } from "./losses/emit-losses.js";
import { loweringOf } from "./lowering/lowering-of.js";
import { optimizerCompiler } from "./optimizers/index.js";
import { type Parameter, Parameters, variableOf } from "./parameters.js";
import { emitImages } from "./preprocess.js";
import { joinConvAndPool, poolBeforeRelu, withoutFinalSoftmax } from "./rewrite-model.js";
import type { CompiledTrainingStep, RandomBytes, StepVariable, TrainingStepOptions } from "./types.js";

/**
 * Compiles one whole training step of the model, for a fixed batch size, to one ONNX graph of ordinary
 * inference operators: pre-processing, forward, loss, backward, optimizer update, constraints.
 *
 * Each run takes the images, the labels, the scalars, fresh random bytes and the current variables, and
 * returns the mean loss, the number of correct predictions and the next variables.
 *
 * Throws UnsupportedModelError, which lists every layer and option that cannot be compiled.
 */
export function compileTrainingStep(
  model: tf.LayersModel,
  options: TrainingStepOptions,
): CompiledTrainingStep {
  const { graph, description } = trainingGraph(model, options);
  return { ...description, bytes: encodeModel(graph) };
}

export function trainingGraph(model: tf.LayersModel, options: TrainingStepOptions) {
  const { batchSize, loss } = options;
  const original = compilableModel(model, options, options);
  const { model: rewritten, logits } = loss.fromLogits
    ? { model: original, logits: new Set<string>() }
    : withoutFinalSoftmax(original);
  const walked = joinConvAndPool(poolBeforeRelu(rewritten));

  const lowering = loweringOf(options.lowering);
  const graph = new Graph();
  const parameters = new Parameters(graph, walked.weights);
  const randomBytes: RandomBytes[] = [];
  const { images, input } = emitImages(graph, walked, options, lowering);
  const labels = graph.input("labels", "int32", [batchSize]);

  const forward = emitForward(walked, input, lowering, (step, lowering) => ({
    lowering,
    isTraining: true,
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
  const gradients = emitBackward(walked, forward, emitLosses(outputs, labels, options));
  const update = emitUpdate(graph, parameters.all, gradients, options);

  const description: Omit<CompiledTrainingStep, "bytes"> = {
    batchSize,
    images: { name: "images", dtype: "uint8", shape: images.shape },
    labels: { name: "labels", dtype: "int32", shape: labels.shape },
    scalars: update.scalars,
    randomBytes,
    variables: update.variables,
    outputs: { loss: "loss", correct: "correct" },
  };
  return { graph, description };
}

/** What a layout adds to a weight to fill up blocks stays zero: the features that meet it may hold anything. */
function withoutPadding(gradient: Value | undefined, { weight, layout }: Parameter): Value | undefined {
  const size = sizeOf(weight.shape);
  if (!gradient || size === sizeOf(layout.shape)) return gradient;
  const isWeight = layout.pack(new Float32Array(size).fill(1));
  return mul(gradient, gradient.graph.constant(isWeight, layout.shape));
}

function emitUpdate(
  graph: Graph,
  parameters: readonly Parameter[],
  gradients: ReadonlyMap<string, Value>,
  options: TrainingStepOptions,
) {
  const { slots: slotNames, scalars, update } = optimizerCompiler(options.optimizer);
  const scalarValues = scalars.map(({ name }) => graph.input(name, "float32", []));
  const weights: StepVariable[] = [];
  const slots: StepVariable[] = [];

  for (const parameter of parameters) {
    const { step, weight, layout, value } = parameter;
    const gradient = withoutPadding(gradients.get(weight.name), parameter);
    const variable = variableOf(parameter);
    if (!gradient) {
      const output = parameter.next && `${weight.name}/next`;
      if (output !== undefined) graph.output(output, parameter.next!);
      weights.push({ ...variable, kind: "weight", output });
      continue;
    }
    graph.within(`${step.name} update`, () => {
      const slotVariables = slotNames.map((slot): StepVariable => {
        const name = `${weight.name}/${slot}`;
        return { ...variable, kind: "slot", name, input: name, output: `${name}/next` };
      });
      const next = update({
        weight: value,
        gradient,
        slots: slotVariables.map(({ input }) => graph.input(input, "float32", layout.shape)),
        scalars: scalarValues,
      });
      const output = `${weight.name}/next`;
      graph.output(output, constrain(next.weight, step.config[`${weight.role}Constraint`], layout));
      for (const [i, slot] of slotVariables.entries()) graph.output(slot.output!, next.slots[i]!);
      weights.push({ ...variable, kind: "weight", output });
      slots.push(...slotVariables);
    });
  }
  return { scalars, variables: [...weights, ...slots] };
}
