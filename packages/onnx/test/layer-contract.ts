import { expectAllClose } from "@imgcls/test-utils";
import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { compileInference, compileTrainingStep, UnsupportedModelError } from "../src/index.js";
import { LOWERINGS_OF_SMALL_MODELS } from "./lowerings.js";
import { runInference } from "./run-step.js";
import {
  expectGradientsOfDifferences,
  expectGradientsOfTfjs,
  expectStepsOfTfjs,
  inferenceOptions,
  OPTIMIZERS,
  openCase,
  type StepCase,
} from "./step-case.js";
import { type Architecture, testModel, weightsOf } from "./test-model.js";
import { toInput } from "./tfjs-oracle.js";

export interface LayerCase extends StepCase {
  readonly name: string;
  /** A window with equal maxima has a gradient by convention, which differences do not show. */
  readonly hasTies?: boolean;
  /** TensorFlow.js computes the layer forward only, or its gradient is wrong. */
  readonly tfjsHasNoGradient?: boolean;
}

export interface UnsupportedCase {
  readonly name: string;
  readonly inputShape: readonly number[];
  readonly layers: () => Architecture;
  /** One for each problem of the layer under test, in any order. */
  readonly reasons: readonly RegExp[];
}

export interface LayerContract {
  readonly cases: readonly LayerCase[];
  readonly unsupported?: readonly UnsupportedCase[];
}

/**
 * What every layer compiler must hold: forward equals `model.predict`, gradients equal those of
 * TensorFlow.js and central differences of the loss, whole steps of two optimizers equal TensorFlow.js, and
 * each option that cannot be compiled is named.
 */
export function testLayerCompiler(className: string, { cases, unsupported = [] }: LayerContract): void {
  describe(`${className} keeps the layer contract`, () => {
    describe.each(onEveryLowering(cases))("$name", (layerCase) => {
      it("is in the model that is compared", () => {
        const classNames = openCase(layerCase).model.layers.map((layer) => layer.getClassName());
        expect(classNames).toContain(className);
      });

      it("predicts as the model does", () => expectPredictionOfTfjs(layerCase));

      // Each case has at least one of the two oracles of its gradients.
      if (!layerCase.tfjsHasNoGradient) {
        it("has the gradients of TensorFlow.js", () => expectGradientsOfTfjs(layerCase));

        it.each(WITH_SLOTS)("trains as TensorFlow.js does: %s", (name) =>
          expectStepsOfTfjs(openCase(layerCase), OPTIMIZERS[name]!),
        );
      }
      if (!layerCase.hasTies) {
        it("has the gradients of finite differences", () => expectGradientsOfDifferences(layerCase));
      }
    });

    it.each(unsupported)("refuses $name", ({ inputShape, layers, reasons }) => {
      const error = refusalOf(testModel(inputShape, layers()));
      const problems = error.problems.filter((problem) => problem.className === className);
      expect(problems).toHaveLength(reasons.length);
      for (const reason of reasons) {
        expect(problems.map((problem) => problem.reason)).toContainEqual(expect.stringMatching(reason));
      }
      for (const { layer, reason } of problems) {
        expect(error.message).toContain(`layer "${layer}" (${className}): ${reason}`);
      }
    });
  });
}

/** What an optimizer makes of a gradient does not depend on the layer: one with a slot for each weight, one with two. */
const WITH_SLOTS = ["SGD with momentum", "Adam"] as const;

const onEveryLowering = (cases: readonly LayerCase[]): LayerCase[] =>
  LOWERINGS_OF_SMALL_MODELS.flatMap(({ name, lowering }) =>
    cases.map((layerCase) => ({ ...layerCase, name: `${name}: ${layerCase.name}`, lowering })),
  );

async function expectPredictionOfTfjs(stepCase: StepCase): Promise<void> {
  const open = openCase(stepCase);
  const { model, preprocessing } = open;
  const { images } = open.batch(0);
  const actual = await runInference(
    compileInference(model, inferenceOptions(open)),
    weightsOf(model),
    images,
  );
  const expected = tf.tidy(() => {
    const input = toInput(images, stepCase.inputShape, preprocessing);
    return [model.predict(input)].flat()[0]!.dataSync();
  });
  expectAllClose(actual, expected, 1e-5, "prediction");
}

/** The error of compiling the model to a training step. */
export function refusalOf(model: tf.LayersModel): UnsupportedModelError {
  try {
    compileTrainingStep(model, {
      batchSize: 1,
      loss: { type: "categoricalCrossentropy" },
      optimizer: { type: "sgd", learningRate: 0.1 },
      preprocessing: { scale: 1 },
    });
  } catch (error) {
    if (error instanceof UnsupportedModelError) return error;
    throw error;
  }
  throw new Error("the model was compiled, but a refusal was expected");
}

/** `[batch, features]` to three classes: what stands behind a layer under test. */
export const classifier = (): tf.layers.Layer =>
  tf.layers.dense({ units: 3, activation: "softmax", name: "classifier" });

/** The same behind feature maps. */
export const head = (): tf.layers.Layer[] => [tf.layers.flatten({ name: "head_flatten" }), classifier()];

/** A trainable layer before the one under test, so that the gradient of its input is needed. Smooth. */
export const stem = (filters: number): tf.layers.Layer =>
  tf.layers.conv2d({ filters, kernelSize: 1, activation: "tanh", name: "stem" });

/** The same for layers on `[batch, features]`. */
export const rowsStem = (units: number): tf.layers.Layer[] => [
  tf.layers.flatten({ name: "stem_flatten" }),
  tf.layers.dense({ units, activation: "tanh", name: "stem" }),
];

/** Layers one after the other behind a tensor. */
export const chain = (input: tf.SymbolicTensor, ...layers: tf.layers.Layer[]): tf.SymbolicTensor =>
  layers.reduce((tensor, layer) => layer.apply(tensor) as tf.SymbolicTensor, input);
