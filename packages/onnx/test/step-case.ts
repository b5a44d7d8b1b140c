import { expectAllClose } from "@imgcls/test-utils";
import type * as tf from "@tensorflow/tfjs";
import { expect } from "vitest";
import {
  compileTrainingStep,
  type InferenceOptions,
  type LossConfig,
  type LoweringChoice,
  type OptimizerConfig,
  type Preprocessing,
  type TrainingStepOptions,
} from "../src/index.js";
import { openStep, runSteps } from "./run-step.js";
import {
  type Architecture,
  restoreWeights,
  type TestBatch,
  testBatch,
  testModel,
  weightsOf,
} from "./test-model.js";
import { oracleGradients, oracleSteps } from "./tfjs-oracle.js";

/** A small model with a batch, on which a compiled step is compared with other ways to compute it. */
export interface StepCase {
  readonly inputShape: readonly number[];
  /** From the input to `[batch, classes]`. A function: layers belong to one model only. */
  readonly layers: () => Architecture;
  /** Default 2. */
  readonly batchSize?: number;
  /** Default: categorical cross-entropy of probabilities. */
  readonly loss?: LossConfig;
  /** Of each output; default 1. */
  readonly lossWeights?: readonly number[];
  /** Default: pixels / 255. */
  readonly preprocessing?: Preprocessing;
  /** Other weights, for a case where a near-tie lets two float orders take different ways. */
  readonly seed?: number;
  /** Takes the place of the formula's noise. */
  readonly pixels?: (noise: Uint8Array) => Uint8Array;
  /** Takes the place of the formula's weights. */
  readonly weights?: (values: Float32Array) => Float32Array;
  /** Default: "portable". */
  readonly lowering?: LoweringChoice;
  /** Classes of layers that compute as in inference. Default: none. */
  readonly asInInference?: readonly string[];
}

export interface OpenCase {
  readonly model: tf.LayersModel;
  readonly batchSize: number;
  readonly loss: LossConfig;
  readonly preprocessing: Preprocessing;
  readonly lowering: LoweringChoice;
  readonly asInInference?: readonly string[];
  batch(step: number): TestBatch;
}

export function openCase(stepCase: StepCase): OpenCase {
  const { inputShape, layers, batchSize = 2, seed, pixels, weights } = stepCase;
  const model = testModel(inputShape, layers(), seed);
  if (weights) {
    const values = [...weightsOf(model)].map(([name, drawn]) => [name, weights(drawn)] as const);
    restoreWeights(model, new Map(values));
  }
  const classes = model.outputs[0]!.shape[1]!;
  return {
    model,
    batchSize,
    loss: stepCase.loss ?? { type: "categoricalCrossentropy" },
    ...(stepCase.lossWeights && { lossWeights: stepCase.lossWeights }),
    preprocessing: stepCase.preprocessing ?? { scale: 1 / 255 },
    lowering: stepCase.lowering ?? "portable",
    ...(stepCase.asInInference && { asInInference: stepCase.asInInference }),
    batch(step) {
      const { images, labels } = testBatch(inputShape, classes, batchSize, step);
      return { images: pixels ? pixels(images) : images, labels };
    },
  };
}

/** What the compilers know of a case. */
export const compilerOptions = ({
  model: _,
  batch: __,
  ...options
}: Omit<OpenCase, "model"> & Partial<OpenCase>): InferenceOptions &
  Pick<TrainingStepOptions, "loss" | "asInInference"> => options;

export const inferenceOptions = ({ batchSize, preprocessing, lowering }: OpenCase): InferenceOptions => ({
  batchSize,
  preprocessing,
  lowering,
});

/** A power of two, so that `(w − (w − rate · g)) / rate` is g as exactly as float32 holds `w − rate · g`. */
const GRADIENT_RATE = 1024;

/** Loss, correct predictions and gradients of one step, read off a plain SGD update. */
export async function compiledGradients({ model, ...open }: OpenCase) {
  const compiled = compileTrainingStep(model, {
    ...compilerOptions(open),
    optimizer: { type: "sgd", learningRate: GRADIENT_RATE },
  });
  const before = weightsOf(model);
  const run = await runSteps(compiled, before, [open.batch(0)], GRADIENT_RATE);
  const gradients = new Map(
    model.trainableWeights.map(({ originalName }) => {
      const after = run.variables.get(originalName)!;
      return [originalName, before.get(originalName)!.map((w, i) => (w - after[i]!) / GRADIENT_RATE)];
    }),
  );
  return { loss: run.losses[0]!, correct: run.correct[0]!, gradients };
}

/** Gradients equal those of `tf.variableGrads` within 1e-4 of each weight's largest gradient. */
export async function expectGradientsOfTfjs(stepCase: StepCase): Promise<void> {
  const open = openCase(stepCase);
  const actual = await compiledGradients(open);
  const expected = oracleGradients(open.model, open.batch(0), open);
  expectAllClose([actual.loss], [expected.loss], 1e-5, "loss");
  expect(actual.correct, "correct predictions").toBe(expected.correct);
  for (const [name, gradient] of expected.gradients) {
    expectAllClose(actual.gradients.get(name)!, gradient, 1e-4, `gradient of ${name}`);
  }
}

export const OPTIMIZERS: Readonly<Record<string, OptimizerConfig>> = {
  SGD: { type: "sgd", learningRate: 0.1 },
  "SGD with momentum": { type: "sgd", learningRate: 0.1, momentum: 0.9 },
  "SGD with Nesterov momentum": { type: "sgd", learningRate: 0.1, momentum: 0.9, nesterov: true },
  Adam: { type: "adam", learningRate: 0.001 },
};

/**
 * Whole steps give the losses, predictions and weights of TensorFlow.js. The changes of the weights are
 * compared too, more loosely: they are small differences of float32 numbers, and Adam divides small gradients
 * by themselves.
 */
export async function expectStepsOfTfjs(
  { model, ...open }: OpenCase,
  optimizer: OptimizerConfig,
  steps = 3,
): Promise<void> {
  const compiled = compileTrainingStep(model, { ...compilerOptions(open), optimizer });
  const batches = Array.from({ length: steps }, (_, step) => open.batch(step));
  const before = weightsOf(model);
  const actual = await runSteps(compiled, before, batches, optimizer.learningRate);
  const expected = oracleSteps(model, batches, optimizer, open);

  expectAllClose(actual.losses, expected.losses, 1e-5, "losses");
  expect(actual.correct, "correct predictions").toEqual(expected.correct);
  for (const [name, weight] of expected.weights) {
    const values = actual.variables.get(name)!;
    const start = before.get(name)!;
    const changeOf = (after: Float32Array) => Float64Array.from(after, (value, i) => value - start[i]!);
    expectAllClose(values, weight, 1e-4, name);
    expectAllClose(changeOf(values), changeOf(weight), 2e-3, `change of ${name}`);
  }
}

/** Below: float32 rounding of the loss; above: the curvature of the loss and the kinks of relu and max. */
const PROBE = 2 ** -8;

/**
 * Gradients equal central differences of the compiled graph's own loss, which needs no other library:
 * `dL/dw ≈ (L(w + h) − L(w − h)) / 2h`, for the elements with the largest gradients and some others.
 */
export async function expectGradientsOfDifferences(stepCase: StepCase): Promise<void> {
  const open = openCase(stepCase);
  const { gradients } = await compiledGradients(open);
  const compiled = compileTrainingStep(open.model, {
    ...compilerOptions(open),
    optimizer: { type: "sgd", learningRate: 0 },
  });
  const program = await openStep(compiled);
  const weights = weightsOf(open.model);
  const batch = open.batch(0);

  const lossWith = async (name: string, element: number, offset: number) => {
    const moved = weights.get(name)!.slice();
    moved[element]! += offset;
    const at = { learningRate: 0, step: 0 };
    const { loss } = await program.run(new Map(weights).set(name, moved), batch, at);
    // The float32 weight that was run, not the one asked for.
    return { loss, weight: moved[element]! };
  };

  for (const [name, gradient] of gradients) {
    const elements = sampleElements(gradient);
    const differences: number[] = [];
    for (const element of elements) {
      const above = await lossWith(name, element, PROBE);
      const below = await lossWith(name, element, -PROBE);
      differences.push((above.loss - below.loss) / (above.weight - below.weight));
    }
    const sampled = elements.map((element) => gradient[element]!);
    expectAllClose(sampled, differences, 0.01, `gradient of ${name} at elements ${elements}`);
  }
  await program.release();
}

/** The three elements of largest magnitude, the first, the middle and the last. */
function sampleElements(gradient: Float32Array): number[] {
  const byMagnitude = [...gradient.keys()].sort((a, b) => Math.abs(gradient[b]!) - Math.abs(gradient[a]!));
  const last = gradient.length - 1;
  return [...new Set([...byMagnitude.slice(0, 3), 0, Math.floor(last / 2), last])];
}
