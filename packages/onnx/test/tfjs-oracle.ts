import * as tf from "@tensorflow/tfjs";
import type {
  LossConfig,
  LoweringChoice,
  OptimizerConfig,
  Preprocessing,
  WeightLayout,
} from "../src/index.js";
import { sameLayout } from "../src/layout.js";
import { loweringOf } from "../src/lowering/lowering-of.js";
import { type LayerStep, walkModel } from "../src/walk-model.js";
import { type Pooling, paddedAverage } from "./padded-average.js";
import {
  dropoutBytes,
  lengthOf,
  type TestBatch,
  type Variables,
  variableOf,
  weightsOf,
} from "./test-model.js";

/*
 * What TensorFlow.js computes for a training step, from its own layers, losses, gradients and optimizers. Four
 * things are done by hand, because a compiled step takes them from outside or TensorFlow.js lacks them: dropout masks
 * are read from given bytes, constraints are applied after each update, a frozen batch normalization uses its
 * averages, and the gradient of a padded average pooling is right.
 */

export interface OracleOptions {
  readonly loss: LossConfig;
  /** Of each output; default 1. */
  readonly lossWeights?: readonly number[];
  readonly preprocessing: Preprocessing;
  /** Of the compiled step, for the order of its random bytes. */
  readonly lowering: LoweringChoice;
  /** Classes of layers that compute as in inference. Default: none. */
  readonly asInInference?: readonly string[];
}

export interface OracleGradients {
  readonly loss: number;
  readonly correct: number;
  /** By weight name. */
  readonly gradients: Variables;
}

/** Pre-processing: `(pixel · scale − mean) / std`, `[batch, height, width, channels]`. */
export function toInput(
  images: Uint8Array,
  [height, width, channels]: readonly number[],
  { scale, mean, std }: Preprocessing,
): tf.Tensor4D {
  return tf.tidy(() => {
    const size = images.length / (height! * width! * channels!);
    const pixels = tf.tensor4d(Float32Array.from(images), [size, height!, width!, channels!]);
    const centered = pixels.mul(scale).sub(mean ? tf.tensor1d([...mean]) : 0);
    return centered.div(std ? tf.tensor1d([...std]) : 1) as tf.Tensor4D;
  });
}

/** Mean cross-entropy by TensorFlow.js's own losses. */
export function oracleLoss(output: tf.Tensor, labels: Int32Array, { fromLogits }: LossConfig): tf.Scalar {
  const oneHot = tf.oneHot(tf.tensor1d(labels, "int32"), output.shape[1]!).toFloat();
  return fromLogits
    ? tf.losses.softmaxCrossEntropy(oneHot, output)
    : (tf.metrics.categoricalCrossentropy(oneHot, output).mean() as tf.Scalar);
}

export function oracleGradients(
  model: tf.LayersModel,
  batch: TestBatch,
  options: OracleOptions,
  step = 0,
): OracleGradients {
  return tidied(() => {
    const { loss, correct, grads } = backward(model, batch, options, step);
    const gradients = new Map(
      model.trainableWeights.map((weight) => [
        weight.originalName,
        grads[variableOf(weight).name]!.dataSync().slice() as Float32Array,
      ]),
    );
    return { loss, correct, gradients };
  });
}

/** A step for each batch. Changes the model's weights. */
export function oracleSteps(
  model: tf.LayersModel,
  batches: readonly TestBatch[],
  optimizer: OptimizerConfig,
  options: OracleOptions,
): { losses: number[]; correct: number[]; weights: Variables } {
  const update = createOptimizer(optimizer);
  const losses: number[] = [];
  const correct: number[] = [];
  for (const [step, batch] of batches.entries()) {
    tf.tidy(() => {
      const result = backward(model, batch, options, step);
      update.applyGradients(result.grads);
      // Writing another tensor applies the constraint, which the optimizers of TensorFlow.js pass by.
      for (const weight of model.trainableWeights) weight.write(weight.read().clone());
      losses.push(result.loss);
      correct.push(result.correct);
    });
  }
  update.dispose();
  return { losses, correct, weights: weightsOf(model) };
}

/** `tf.tidy` for results that hold no tensors: its own type admits none. */
function tidied<T>(compute: () => T): T {
  let result!: T;
  tf.tidy(() => {
    result = compute();
  });
  return result;
}

function createOptimizer(config: OptimizerConfig): tf.Optimizer {
  const { learningRate } = config;
  if (config.type === "adam") {
    return tf.train.adam(learningRate, config.beta1 ?? 0.9, config.beta2 ?? 0.999, config.epsilon ?? 1e-7);
  }
  if (config.type === "adagrad") return tf.train.adagrad(learningRate);
  if (config.type === "rmsprop") {
    const { rho = 0.9, momentum = 0, epsilon = 1e-7, centered = false } = config;
    return tf.train.rmsprop(learningRate, rho, momentum, epsilon, centered);
  }
  if (config.type !== "sgd") throw new Error(`TensorFlow.js has no ${config.type}`);
  const { momentum = 0, nesterov = false } = config;
  return momentum === 0 ? tf.train.sgd(learningRate) : tf.train.momentum(learningRate, momentum, nesterov);
}

function backward(model: tf.LayersModel, batch: TestBatch, options: OracleOptions, step: number) {
  const inputShape = model.inputs[0]!.shape.slice(1) as number[];
  const x = toInput(batch.images, inputShape, options.preprocessing);
  let output: tf.Tensor | undefined;
  const { value, grads } = tf.variableGrads(() => {
    const outputs = withTrainingCalls(model, { step, ...options }, () =>
      [model.apply(x, { training: true })].flat(),
    );
    output = tf.keep(outputs[0] as tf.Tensor);
    const losses = outputs.map((classes, i) =>
      oracleLoss(classes as tf.Tensor, batch.labels, options.loss).mul(options.lossWeights?.[i] ?? 1),
    );
    return tf.addN(losses) as tf.Scalar;
  }, model.trainableWeights.map(variableOf));
  const predicted = output!.argMax(1).dataSync();
  output!.dispose();
  const correct = batch.labels.reduce((count, label, i) => count + (predicted[i] === label ? 1 : 0), 0);
  return { loss: value.dataSync()[0]!, correct, grads };
}

type Call = tf.layers.Layer["call"];

/**
 * Runs the model with other calls of some layers: dropout takes its masks from bytes, a frozen batch normalization uses
 * its averages, as in Keras (TensorFlow.js uses those of the batch and moves the averages), a padded average pooling
 * is composed.
 */
function withTrainingCalls<T>(
  model: tf.LayersModel,
  { step, lowering, asInInference = [] }: { step: number } & OracleOptions,
  run: () => T,
): T {
  const { steps } = walkModel(model, []);
  const layers = layersOf(model);
  const replaced: tf.layers.Layer[] = [];
  const replace = (name: string, callOf: (layer: tf.layers.Layer) => Call) => {
    const layer = layers.get(name)!;
    layer.call = callOf(layer);
    replaced.push(layer);
  };

  const inInference = steps.filter(
    ({ className, trainable }) =>
      asInInference.includes(className) || (className === "BatchNormalization" && !trainable),
  );
  for (const { name } of inInference) {
    replace(name, (layer) => {
      const call = layer.call.bind(layer);
      return (inputs) => call(inputs, { training: false });
    });
  }
  const dropping = steps.filter((layer) => isDropping(layer) && !inInference.includes(layer));
  for (const [layer, dropout] of dropping.entries()) {
    const mask = { layer, step, lowering, rate: Number(dropout.config.rate) };
    const noiseShape = noiseShapeOf(dropout);
    const flattened = flattenedExtent(steps, dropout);
    replace(dropout.name, () => (inputs) => {
      const x = [inputs].flat()[0]!;
      const shape = x.shape.map((extent, axis) => noiseShape[axis] ?? extent);
      return x.mul(dropoutMask(mask, shape, flattened));
    });
  }
  for (const { name, className, config } of steps) {
    if (className === "AveragePooling2D" && config.padding === "same") {
      replace(name, () => (inputs) => paddedAverage([inputs].flat()[0]!, config as unknown as Pooling));
    }
  }
  try {
    return run();
  } finally {
    for (const layer of replaced) Reflect.deleteProperty(layer, "call");
  }
}

/** All layers by name, those of nested models too. */
function layersOf(model: tf.LayersModel): Map<string, tf.layers.Layer> {
  const layers = model.layers.flatMap((layer) =>
    "layers" in layer ? [...layersOf(layer as tf.LayersModel)] : [[layer.name, layer] as const],
  );
  return new Map(layers);
}

const isDropping = ({ className, config }: LayerStep): boolean =>
  /^(Dropout|StochasticDepth)$/.test(className) && Number(config.rate) > 0;

/** Extents, with the batch, that are not the input's. */
const noiseShapeOf = ({ className, config, inputShapes }: LayerStep): readonly (number | null)[] =>
  className === "StochasticDepth"
    ? [null, ...inputShapes[0]!.map(() => 1)]
    : ((config.noiseShape as number[] | null | undefined) ?? []);

const ELEMENTWISE = /^(Dropout|Activation|ReLU|LeakyReLU|ELU|ThresholdedReLU)$/;

/** The extent of the maps that a step takes flattened, if it does. */
function flattenedExtent(steps: readonly LayerStep[], step: LayerStep): readonly number[] | undefined {
  const source = steps.find(({ name }) => name === step.inputs[0]);
  const extent = source?.inputShapes[0];
  if (source?.className === "Flatten" && extent?.length === 3) return extent;
  return source && ELEMENTWISE.test(source.className) ? flattenedExtent(steps, source) : undefined;
}

/**
 * The mask that the bytes mean. They come in the order of the graph's features, for maps as well as for maps that
 * were flattened.
 */
function dropoutMask(
  { rate, layer, step, lowering }: { rate: number; layer: number; step: number; lowering: LoweringChoice },
  shape: readonly number[],
  flattened?: readonly number[],
): tf.Tensor {
  const [batch, ...features] = shape as [number, ...number[]];
  const maps = features.length === 3 ? features : flattened;
  const layout = maps && lengthOf(maps) > 1 ? featureOrder(maps, lowering) : sameLayout(features);
  const inGraph = lengthOf(layout.shape);
  const bytes = dropoutBytes(layer, step, batch * inGraph);
  const dropped = Math.round(rate * 256);
  const kept = Float32Array.from(bytes, (byte) => (byte < dropped ? 0 : 256 / (256 - dropped)));
  const images = Array.from({ length: batch }, (_, image) =>
    tf.tensor(layout.unpack(kept.subarray(image * inGraph, (image + 1) * inGraph)), features),
  );
  return tf.stack(images);
}

/** The kernel of a dense layer with one unit lies as the features that it weighs. */
function featureOrder(maps: readonly number[], lowering: LoweringChoice): WeightLayout {
  const [height, width, channels] = maps as [number, number, number];
  return loweringOf(lowering).flattenedLayout({ height, width, channels }, 1);
}
