import { expectAllClose } from "@imgcls/test-utils";
import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { head, stem } from "../../test/layer-contract.js";
import { runSteps } from "../../test/run-step.js";
import { expectStepsOfTfjs, OPTIMIZERS, openCase, type StepCase } from "../../test/step-case.js";
import { weightsOf } from "../../test/test-model.js";
import { compileTrainingStep } from "../compile-training-step.js";
import { unsupportedConstraint } from "./max-norm.js";

/** Small enough that every update is cut back: the weights of these models have norms around 1. */
const maxNorm = (axis: number | number[]) =>
  // Several axes are Keras's; TensorFlow.js takes them, but its types name one.
  tf.constraints.maxNorm({ maxValue: 0.5, axis: axis as number });

const constrainedConv = (axis: number | number[]): StepCase => ({
  inputShape: [6, 5, 1],
  layers: () => [
    stem(2),
    tf.layers.conv2d({
      filters: 3,
      kernelSize: 3,
      activation: "tanh",
      name: "tested",
      kernelConstraint: maxNorm(axis),
      biasConstraint: maxNorm(0),
    }),
    ...head(),
  ],
});

const constrainedDense = (axis: number): StepCase => ({
  inputShape: [3, 2, 1],
  layers: () => [
    stem(3),
    tf.layers.flatten(),
    tf.layers.dense({ units: 4, name: "tested", activation: "tanh", kernelConstraint: maxNorm(axis) }),
    tf.layers.dense({ units: 3, activation: "softmax" }),
  ],
});

describe.each(Object.entries(OPTIMIZERS))("maxNorm after an update of %s", (_, optimizer) => {
  it.each([[0], [1], [2], [3], [[0, 1, 2]]])("of a convolution, axis %j", (axis) =>
    expectStepsOfTfjs(openCase(constrainedConv(axis)), optimizer),
  );
  it.each([[0], [1]])("of a dense layer behind flattened maps, axis %j", (axis) =>
    expectStepsOfTfjs(openCase(constrainedDense(axis)), optimizer),
  );
});

it("no norm exceeds the limit after a step", async () => {
  const open = openCase(constrainedConv([0, 1, 2]));
  const compiled = compileTrainingStep(open.model, { ...open, optimizer: OPTIMIZERS.SGD! });
  const run = await runSteps(compiled, weightsOf(open.model), [open.batch(0)], 0.1);
  const norms = tf.tidy(() => {
    const kernel = tf.tensor(run.variables.get("tested/kernel")!, [3, 3, 2, 3]);
    return kernel.square().sum([0, 1, 2]).sqrt().dataSync();
  });
  expectAllClose(norms, [0.5, 0.5, 0.5], 1e-5, "norms");
});

it("a weight of norm 0 stays 0", async () => {
  const open = openCase({ ...constrainedConv(0), weights: (values) => values.map(() => 0) });
  const compiled = compileTrainingStep(open.model, { ...open, optimizer: OPTIMIZERS.SGD! });
  const run = await runSteps(compiled, weightsOf(open.model), [open.batch(0)], 0.1);
  expect(run.variables.get("tested/kernel")!.every((value) => value === 0)).toBe(true);
});

it("names a constraint that it does not know", () => {
  expect(unsupportedConstraint("kernelConstraint", null)).toEqual([]);
  expect(unsupportedConstraint("kernelConstraint", { className: "MaxNorm", config: {} })).toEqual([]);
  expect(unsupportedConstraint("kernelConstraint", { className: "MinMaxNorm" })).toEqual([
    "kernelConstraint MinMaxNorm is not supported, use maxNorm or none",
  ]);
  expect(unsupportedConstraint("biasConstraint", {})).toEqual([
    "biasConstraint of an unknown kind is not supported, use maxNorm or none",
  ]);
});
