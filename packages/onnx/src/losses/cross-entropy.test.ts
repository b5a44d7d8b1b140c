import { expectAllClose } from "@imgcls/test-utils";
import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { rowsStem } from "../../test/layer-contract.js";
import {
  compiledGradients,
  expectGradientsOfDifferences,
  expectGradientsOfTfjs,
  expectStepsOfTfjs,
  OPTIMIZERS,
  openCase,
  type StepCase,
} from "../../test/step-case.js";
import { setWeights, weightsOf } from "../../test/test-model.js";
import { oracleGradients } from "../../test/tfjs-oracle.js";
import type { LossConfig } from "../types.js";

type Activation = "softmax" | "sigmoid" | "linear";

const endingIn = (activation: Activation, loss: LossConfig): StepCase => ({
  inputShape: [3, 3, 1],
  batchSize: 5,
  loss,
  layers: () => [...rowsStem(6), tf.layers.dense({ units: 4, activation, name: "end" })],
});

const LOSSES = ["categoricalCrossentropy", "sparseCategoricalCrossentropy"] as const;

describe.each(LOSSES)("%s", (type) => {
  const cases: [name: string, stepCase: StepCase][] = [
    ["from logits", endingIn("linear", { type, fromLogits: true })],
    ["from a softmax", endingIn("softmax", { type })],
    ["from probabilities that are no softmax", endingIn("sigmoid", { type })],
    ["from logits that were sigmoids", endingIn("sigmoid", { type, fromLogits: true })],
  ];
  describe.each(cases)("%s", (_, stepCase) => {
    it("has TensorFlow.js's loss, correct predictions and gradients", () => expectGradientsOfTfjs(stepCase));
    it("has the gradients of finite differences", () => expectGradientsOfDifferences(stepCase));
    it("trains as TensorFlow.js does", () =>
      expectStepsOfTfjs(openCase(stepCase), OPTIMIZERS["SGD with momentum"]!));
  });
});

/** A dense layer whose output is its bias for any image. */
function withOutputs(activation: Activation, outputs: readonly number[], loss: LossConfig) {
  const open = openCase({
    inputShape: [1, 1, 1],
    batchSize: 1,
    loss,
    layers: () => [
      tf.layers.flatten(),
      tf.layers.dense({ units: outputs.length, activation, name: "dense" }),
    ],
  });
  setWeights(open.model, (_, shape) =>
    shape.length === 1 ? Float32Array.from(outputs) : new Float32Array(outputs.length),
  );
  return { ...open, batch: () => ({ images: Uint8Array.of(255), labels: Int32Array.of(0) }) };
}

describe("extreme outputs", () => {
  const type = "categoricalCrossentropy";

  /** The loss and its gradient by the logits, in double precision: `log Σ e^z − z₀` and `softmax(z) − t`. */
  function inDoubles(logits: readonly number[]) {
    const largest = Math.max(...logits);
    const total = logits.reduce((sum, logit) => sum + Math.exp(logit - largest), 0);
    const logTotal = largest + Math.log(total);
    return {
      loss: logTotal - logits[0]!,
      gradient: logits.map((logit, i) => Math.exp(logit - logTotal) - (i === 0 ? 1 : 0)),
    };
  }

  const cases = [
    [1000, 0, 0],
    [-1000, 0, 0],
    [-300, 300, 299],
    [3e4, 3e4, -3e4],
    [0, 0, 0],
  ];
  describe.each([
    ["logits", "linear", { type, fromLogits: true }],
    ["a fused softmax", "softmax", { type }],
  ] as const)("of %s stay finite and exact", (_, activation, loss) => {
    it.each(cases)("%d, %d, %d", async (...logits) => {
      const actual = await compiledGradients(withOutputs(activation, logits, loss));
      const expected = inDoubles(logits);
      expectAllClose([actual.loss], [expected.loss], 1e-6, "loss");
      expectAllClose(actual.gradients.get("dense/bias")!, expected.gradient, 1e-6, "gradient");
    });
  });

  describe("of probabilities are clipped as TensorFlow.js clips them", () => {
    it.each([
      ["the right class near 0", [-17.5, 3, 3]],
      ["another class near 0", [3, -17.5, 3]],
      ["the right class near 1", [3, -17.5, -17.5]],
      ["a wrong class near 1", [-17.5, 3, -17.5]],
    ])("%s", async (_, outputs) => {
      const open = withOutputs("sigmoid", outputs, { type });
      const actual = await compiledGradients(open);
      const expected = oracleGradients(open.model, open.batch(), open);
      expectAllClose([actual.loss], [expected.loss], 1e-6, "loss");
      const gradient = expected.gradients.get("dense/bias")!;
      expectAllClose(actual.gradients.get("dense/bias")!, gradient, 1e-4, "gradient");
    });
  });
});

it("the loss is the mean over the batch", async () => {
  const loss = { type: "categoricalCrossentropy", fromLogits: true } as const;
  const stepCase = { ...endingIn("linear", loss), batchSize: 3 };
  const open = openCase(stepCase);
  const { images, labels } = open.batch(0);
  const single = openCase({ ...stepCase, batchSize: 1 });
  const losses: number[] = [];
  for (let i = 0; i < 3; i++) {
    const one = { images: images.slice(9 * i, 9 * i + 9), labels: labels.slice(i, i + 1) };
    losses.push((await compiledGradients({ ...single, batch: () => one })).loss);
  }
  const { loss: mean } = await compiledGradients(open);
  expect(mean).toBeCloseTo(losses.reduce((total, value) => total + value, 0) / 3, 6);
  expect(weightsOf(open.model)).toEqual(weightsOf(single.model));
});

it("of equal outputs the first counts as the prediction", async () => {
  const open = withOutputs("linear", [0, 0, 0], { type: "categoricalCrossentropy", fromLogits: true });
  expect((await compiledGradients(open)).correct).toBe(1);
  const other = { ...open, batch: () => ({ images: Uint8Array.of(255), labels: Int32Array.of(1) }) };
  expect((await compiledGradients(other)).correct).toBe(0);
});
