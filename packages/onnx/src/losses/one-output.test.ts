import { expectAllClose } from "@imgcls/test-utils";
import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { LOWERINGS_OF_SMALL_MODELS } from "../../test/lowerings.js";
import { compiledGradients, openCase } from "../../test/step-case.js";
import { testBatch, variableOf } from "../../test/test-model.js";
import { toInput } from "../../test/tfjs-oracle.js";
import type { LossConfig } from "../types.js";

const INPUT_SHAPE = [4, 3, 2];
const LABELS = Int32Array.of(1, 0, 1, 1, 0, 0);
const SIZE = LABELS.length;

type MeanLoss = (outputs: tf.Tensor, targets: tf.Tensor) => tf.Tensor;

interface Case {
  readonly activation: "sigmoid" | "linear";
  readonly loss: LossConfig;
  /** TensorFlow.js's own loss of `[batch, 1]`. */
  readonly expected: MeanLoss;
  readonly isLogits?: boolean;
  readonly classes?: Float32Array;
}

const type = "binaryCrossentropy";
const ofProbabilities: MeanLoss = (p, t) => tf.metrics.binaryCrossentropy(t, p).mean();
const ofLogits: MeanLoss = (x, t) => tf.losses.sigmoidCrossEntropy(t, x);
const SOFT = Float32Array.of(0.2, 0.8, 1, 0, 0.4, 0.6, 0, 1, 0.9, 0.1, 0.5, 0.5);

const cases: Readonly<Record<string, Case>> = {
  "sigmoid, binary cross-entropy": { activation: "sigmoid", loss: { type }, expected: ofProbabilities },
  "logits, binary cross-entropy": {
    activation: "linear",
    loss: { type, fromLogits: true },
    expected: ofLogits,
    isLogits: true,
  },
  "logits, smoothed labels": {
    activation: "linear",
    loss: { type, fromLogits: true, labelSmoothing: 0.2 },
    expected: (x, t) => tf.losses.sigmoidCrossEntropy(t, x, undefined, 0.2),
    isLogits: true,
  },
  "sigmoid, mean squared error": {
    activation: "sigmoid",
    loss: { type: "meanSquaredError" },
    expected: (p, t) => tf.losses.meanSquaredError(t, p),
  },
  "sigmoid, class weights": {
    activation: "sigmoid",
    loss: { type, classWeights: [3, 0.5] },
    // Class 0 three times, class 1 half.
    expected: (p, t) => tf.metrics.binaryCrossentropy(t, p).mul(t.flatten().mul(-2.5).add(3)).mean(),
  },
  "sigmoid, soft labels of two classes": {
    activation: "sigmoid",
    loss: { type },
    expected: ofProbabilities,
    classes: SOFT,
  },
};

describe.each(LOWERINGS_OF_SMALL_MODELS)("one unit for two classes, $name", ({ lowering }) => {
  it.each(Object.entries(cases))(
    "%s: TensorFlow.js's loss, gradients and binary accuracy",
    async (_, given) => {
      const { activation, loss, expected, isLogits = false, classes } = given;
      const open = openCase({
        inputShape: INPUT_SHAPE,
        batchSize: SIZE,
        loss,
        lowering,
        layers: () => [
          tf.layers.conv2d({ filters: 3, kernelSize: 2, activation: "tanh", name: "conv" }),
          tf.layers.flatten(),
          tf.layers.dense({ units: 1, activation, name: "end" }),
        ],
      });
      const { images } = testBatch(INPUT_SHAPE, 2, SIZE);
      const batch = { images, labels: (classes ?? LABELS) as Int32Array };
      const actual = await compiledGradients({
        ...open,
        ...(classes && { softLabels: true }),
        batch: () => batch,
      });

      const ones = classes ? Float32Array.from(LABELS, (_, i) => classes[2 * i + 1]!) : LABELS;
      const wanted = tf.tidy(() => {
        const targets = tf.tensor2d(ones, [SIZE, 1], "float32");
        const x = toInput(images, INPUT_SHAPE, open.preprocessing);
        const outputs = open.model.predict(x) as tf.Tensor;
        const hits = outputs
          .greater(isLogits ? 0 : 0.5)
          .equal(targets.greater(0.5))
          .sum();
        const variables = open.model.trainableWeights.map(variableOf);
        const { value, grads } = tf.variableGrads(
          () => expected(open.model.apply(x) as tf.Tensor, targets).asScalar(),
          variables,
        );
        const gradients = open.model.trainableWeights.map((weight) => [
          weight.originalName,
          grads[variableOf(weight).name]!.dataSync<"float32">(),
        ]) as [string, Float32Array][];
        return { loss: value.dataSync()[0]!, correct: hits.dataSync()[0]!, gradients };
      }) as unknown as { loss: number; correct: number; gradients: [string, Float32Array][] };

      expectAllClose([actual.loss], [wanted.loss], 1e-5, "loss");
      expect(actual.correct).toBe(wanted.correct);
      for (const [name, gradient] of wanted.gradients) {
        expectAllClose(actual.gradients.get(name)!, gradient, 1e-4, `gradient of ${name}`);
      }
    },
  );
});
