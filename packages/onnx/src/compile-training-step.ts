import type * as tf from "@tensorflow/tfjs";
import { emitBackward, emitForward } from "./autodiff.js";
import { compilableModel } from "./compilable-model.js";
import { constrain } from "./constraints/max-norm.js";
import { encodeModel } from "./encode-model.js";
import { Graph, type Value } from "./graph/graph.js";
import { cast, equal } from "./graph/ops/elementwise.js";
import { reshape } from "./graph/ops/movement.js";
import { argMax, sum } from "./graph/ops/reduce.js";
import { requireRows } from "./layers/layer-compiler.js";
import { lossCompiler } from "./losses/index.js";
import { portable } from "./lowering/portable.js";
import { optimizerCompiler } from "./optimizers/index.js";
import { type Parameter, Parameters, variableOf } from "./parameters.js";
import { emitImages } from "./preprocess.js";
import { poolBeforeRelu, withoutFinalSoftmax } from "./rewrite-model.js";
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
  const { batchSize, loss, optimizer } = options;
  const original = compilableModel(model, options, { loss, optimizer });
  const withLogits = loss.fromLogits ? undefined : withoutFinalSoftmax(original);
  const walked = poolBeforeRelu(withLogits ?? original);

  const graph = new Graph();
  const parameters = new Parameters(graph);
  const randomBytes: RandomBytes[] = [];
  const { images, input } = emitImages(graph, walked, options, portable);
  const labels = graph.input("labels", "int32", [batchSize]);

  const forward = emitForward(walked, input, (step) => ({
    lowering: portable,
    isTraining: true,
    weight: (role, layout) => parameters.request(step, role, layout),
    randomBytes(shape) {
      const name = `${step.name}/random`;
      randomBytes.push({ name, dtype: "uint8", shape, layer: step.name });
      return graph.input(name, "uint8", shape);
    },
  }));

  const outputs = requireRows(walked.output, forward.output);
  const compiledLoss = graph.within("loss", () => {
    const compile = lossCompiler(withLogits ? { ...loss, fromLogits: true } : loss);
    return compile(outputs, oneHot(labels, outputs.shape[1]!));
  });
  graph.output("loss", compiledLoss.loss);
  graph.within("metrics", () => graph.output("correct", countCorrect(outputs, labels)));

  const dOutput = graph.within("loss gradient", () => compiledLoss.backward());
  const gradients = emitBackward(walked, forward, dOutput);
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
    const gradient = gradients.get(weight.name);
    const variable = variableOf(parameter);
    if (!gradient) {
      weights.push({ ...variable, kind: "weight", output: undefined });
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
