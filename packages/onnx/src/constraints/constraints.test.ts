import { expectAllClose } from "@imgcls/test-utils";
import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { head, stem } from "../../test/layer-contract.js";
import { runSteps } from "../../test/run-step.js";
import {
  compilerOptions,
  expectStepsOfTfjs,
  OPTIMIZERS,
  openCase,
  type StepCase,
} from "../../test/step-case.js";
import { weightsOf } from "../../test/test-model.js";
import { compileTrainingStep } from "../compile-training-step.js";
import { unsupportedConstraint } from "./index.js";

/** Several axes are Keras's; TensorFlow.js accepts them, but its types name one. */
type Axis = number | number[];
const axisOf = (axis: Axis) => ({ axis: axis as number });

/** Numbers for which every update is changed: the weights of these models have norms around 1. */
const CONSTRAINTS = {
  maxNorm: (axis: Axis) => tf.constraints.maxNorm({ maxValue: 0.5, ...axisOf(axis) }),
  unitNorm: (axis: Axis) => tf.constraints.unitNorm(axisOf(axis)),
  nonNeg: () => tf.constraints.nonNeg(),
  minMaxNorm: (axis: Axis) =>
    tf.constraints.minMaxNorm({ minValue: 0.7, maxValue: 0.9, rate: 0.8, ...axisOf(axis) }),
};
type ConstraintName = keyof typeof CONSTRAINTS;

const constrainedConv = (axis: Axis, name: ConstraintName = "maxNorm"): StepCase => ({
  inputShape: [6, 5, 1],
  layers: () => [
    stem(2),
    tf.layers.conv2d({
      filters: 3,
      kernelSize: 3,
      activation: "tanh",
      name: "tested",
      kernelConstraint: CONSTRAINTS[name](axis),
      biasConstraint: CONSTRAINTS[name](0),
    }),
    ...head(),
  ],
});

const constrainedDense = (axis: number, name: ConstraintName = "maxNorm"): StepCase => ({
  inputShape: [3, 2, 1],
  layers: () => [
    stem(3),
    tf.layers.flatten(),
    tf.layers.dense({
      units: 4,
      name: "tested",
      activation: "tanh",
      kernelConstraint: CONSTRAINTS[name](axis),
    }),
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

describe.each(["unitNorm", "nonNeg", "minMaxNorm"] as const)("%s after an update", (name) => {
  const optimizer = OPTIMIZERS["SGD with momentum"]!;
  it("of a convolution", () => expectStepsOfTfjs(openCase(constrainedConv([0, 1, 2], name)), optimizer));
  it("of a dense layer", () => expectStepsOfTfjs(openCase(constrainedDense(0, name)), optimizer));
});

it("no norm exceeds the limit after a step", async () => {
  const open = openCase(constrainedConv([0, 1, 2]));
  const compiled = compileTrainingStep(open.model, { ...compilerOptions(open), optimizer: OPTIMIZERS.SGD! });
  const run = await runSteps(compiled, weightsOf(open.model), [open.batch(0)], 0.1);
  const norms = tf.tidy(() => {
    const kernel = tf.tensor(run.variables.get("tested/kernel")!, [3, 3, 2, 3]);
    return kernel.square().sum([0, 1, 2]).sqrt().dataSync();
  });
  expectAllClose(norms, [0.5, 0.5, 0.5], 1e-5, "norms");
});

it("a weight of norm 0 stays 0", async () => {
  const open = openCase({ ...constrainedConv(0), weights: (values) => values.map(() => 0) });
  const compiled = compileTrainingStep(open.model, { ...compilerOptions(open), optimizer: OPTIMIZERS.SGD! });
  const run = await runSteps(compiled, weightsOf(open.model), [open.batch(0)], 0.1);
  expect(run.variables.get("tested/kernel")!.every((value) => value === 0)).toBe(true);
});

it("names a constraint that it does not know", () => {
  expect(unsupportedConstraint("kernelConstraint", null)).toEqual([]);
  expect(unsupportedConstraint("kernelConstraint", { className: "MaxNorm", config: {} })).toEqual([]);
  expect(unsupportedConstraint("kernelConstraint", { className: "RadialConstraint" })).toEqual([
    "kernelConstraint RadialConstraint is not supported, use one of MaxNorm, UnitNorm, MinMaxNorm, NonNeg",
  ]);
  expect(unsupportedConstraint("biasConstraint", {})).toEqual([
    "biasConstraint of an unknown kind is not supported, use one of MaxNorm, UnitNorm, MinMaxNorm, NonNeg",
  ]);
});
