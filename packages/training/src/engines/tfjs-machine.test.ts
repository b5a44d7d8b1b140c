import { interpret, type LossConfig, lossGraph, type OptimizerConfig, updateGraph } from "@imgcls/onnx";
import { expectAllClose, formulaWeight, goldenLosses, optimizerSteps } from "@imgcls/test-utils";
import * as tf from "@tensorflow/tfjs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { tfjsMachine } from "./tfjs-machine.js";

beforeEach(async () => {
  await tf.setBackend("cpu");
  tf.engine().startScope();
});
afterEach(() => tf.engine().endScope());

const run = (graph: Parameters<typeof interpret>[0], inputs: Record<string, tf.Tensor>) =>
  interpret(graph, inputs, tfjsMachine) as Record<string, tf.Tensor>;
const valuesOf = (tensor: tf.Tensor | undefined) => tensor!.dataSync<"float32">();

describe("losses of PyTorch", () => {
  const { batchSize, classes, cases, ...numbers } = goldenLosses;

  it.each(cases)("$name", ({ config, softLabels, sampleWeights, ...golden }) => {
    const loss = config as LossConfig;
    const graph = lossGraph({
      loss,
      batchSize,
      units: classes,
      softLabels,
      sampleWeights,
      gradient: true,
    });
    const shape: [number, number] = [batchSize, classes];
    const results = run(graph, {
      predictions: tf.tensor2d([...(loss.fromLogits ? numbers.logits : numbers.probabilities)], shape),
      labels: softLabels
        ? tf.tensor2d([...numbers.softLabels], shape)
        : tf.tensor1d(Int32Array.from(numbers.labels), "int32"),
      ...(sampleWeights && { sample_weights: tf.tensor1d([...numbers.sampleWeights]) }),
    });
    expectAllClose(valuesOf(results.loss), [golden.loss], 2e-6, "loss");
    expectAllClose(valuesOf(results.gradient), golden.gradient, 5e-6, "gradient");
  });
});

describe("updates of PyTorch or the paper", () => {
  const { shapes, cases } = optimizerSteps;

  it.each(cases)("$name", ({ config, rates, ...golden }) => {
    const weights = Object.entries(shapes).map(([name, shape]) => ({ name, shape, layer: {} }));
    const { graph, scalars, variables } = updateGraph(weights, config as OptimizerConfig);
    let state = new Map(
      variables.map(({ name, kind, shape }) => {
        const index = Object.keys(shapes).indexOf(name);
        return [
          name,
          kind === "slot" ? tf.zeros([...shape]) : tf.tensor(formulaWeight(index, shape), [...shape]),
        ];
      }),
    );
    for (const [step, learningRate] of rates.entries()) {
      const inputs: Record<string, tf.Tensor> = {};
      for (const { name, valueAt } of scalars) inputs[name] = tf.scalar(valueAt({ learningRate, step }));
      for (const [i, { name, shape }] of weights.entries()) {
        inputs[`${name}/gradient`] = tf.tensor(formulaWeight(5000 + 10 * step + i, shape), [...shape]);
      }
      for (const { name, input } of variables) inputs[input] = state.get(name)!;
      const results = run(graph, inputs);
      state = new Map(variables.map(({ name, output }) => [name, results[output!]!]));
    }
    expect(golden.weights).toHaveLength(2);
    for (const name of Object.keys(shapes)) {
      expectAllClose(valuesOf(state.get(name)), golden.weights[1]![name]!, 5e-6, name);
      if (golden.averages) {
        expectAllClose(valuesOf(state.get(`${name}/ema`)), golden.averages[name]!, 5e-6, `mean of ${name}`);
      }
    }
  });
});
