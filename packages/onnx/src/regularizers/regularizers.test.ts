import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { head, stem } from "../../test/layer-contract.js";
import { runSteps } from "../../test/run-step.js";
import {
  compiledGradients,
  compilerOptions,
  expectGradientsOfDifferences,
  openCase,
  type StepCase,
} from "../../test/step-case.js";
import { weightsOf } from "../../test/test-model.js";
import { compileTrainingStep } from "../compile-training-step.js";
import { unsupportedRegularizer } from "./index.js";

type Regularizer = ReturnType<typeof tf.regularizers.l2>;

const regularized = (kernelRegularizer?: Regularizer, biasRegularizer?: Regularizer): StepCase => ({
  inputShape: [4, 4, 1],
  layers: () => [
    stem(2),
    tf.layers.separableConv2d({
      filters: 3,
      kernelSize: 2,
      name: "tested",
      ...(kernelRegularizer && {
        depthwiseRegularizer: kernelRegularizer,
        pointwiseRegularizer: kernelRegularizer,
      }),
      ...(biasRegularizer && { biasRegularizer }),
    }),
    ...head(),
  ],
});

const CASES: [string, Regularizer][] = [
  ["l1", tf.regularizers.l1({ l1: 0.1 })],
  ["l2", tf.regularizers.l2({ l2: 0.2 })],
  ["l1l2", tf.regularizers.l1l2({ l1: 0.05, l2: 0.1 })],
];

describe.each(CASES)("%s", (_, regularizer) => {
  it("adds TensorFlow.js's penalty to the loss", async () => {
    const open = openCase(regularized(regularizer, regularizer));
    const { loss } = await compiledGradients(open);
    const { loss: without } = await compiledGradients(openCase(regularized()));
    const penalty = tf.tidy(() =>
      open.model
        .getLayer("tested")
        .weights.map((weight) => regularizer.apply(weight.read()).dataSync()[0]!)
        .reduce((sum, value) => sum + value, 0),
    );
    expect(penalty).toBeGreaterThan(0.05);
    expect(loss - without).toBeCloseTo(penalty, 5);
  });

  it("has the gradients of finite differences", () =>
    expectGradientsOfDifferences(regularized(regularizer, regularizer)));
});

it("a frozen layer has no penalty", async () => {
  const regularizer = tf.regularizers.l2({ l2: 1 });
  const open = openCase(regularized(regularizer));
  open.model.getLayer("tested").trainable = false;
  const other = openCase(regularized());
  other.model.getLayer("tested").trainable = false;
  const lossOf = async ({ model, ...rest }: typeof open) => {
    const compiled = compileTrainingStep(model, {
      ...compilerOptions(rest),
      optimizer: { type: "sgd", learningRate: 1 },
    });
    return (await runSteps(compiled, weightsOf(model), [rest.batch(0)], 1)).losses[0];
  };
  expect(await lossOf(open)).toBe(await lossOf(other));
});

it("names what it does not know", () => {
  expect(unsupportedRegularizer("kernelRegularizer", { className: "L1L2", config: {} })).toEqual([]);
  expect(unsupportedRegularizer("kernelRegularizer", { className: "Orthogonal" })).toEqual([
    "kernelRegularizer Orthogonal is not supported, use l1, l2 or l1l2",
  ]);
  expect(unsupportedRegularizer("activityRegularizer", { className: "L1L2" })).toEqual([
    expect.stringContaining("activityRegularizer is not supported"),
  ]);
});
