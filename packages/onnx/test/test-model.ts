import { formulaBytes, formulaLabels, formulaWeight, streams } from "@imgcls/test-utils";
import * as tf from "@tensorflow/tfjs";

export interface TestBatch {
  readonly images: Uint8Array;
  readonly labels: Int32Array;
}

/** Variables of a training by name, in the order of the LayersModel. */
export type Variables = ReadonlyMap<string, Float32Array>;

type LayerVariable = tf.LayersModel["weights"][number];

/** Layers one after the other, or a function from the image to the model's outputs. */
export type Architecture =
  | readonly tf.layers.Layer[]
  | ((image: tf.SymbolicTensor) => tf.SymbolicTensor | tf.SymbolicTensor[]);

/** A model from the input shape on, its weights from the formula, so that every run is the same. */
export function testModel(
  inputShape: readonly number[],
  architecture: Architecture,
  seed = 0,
): tf.LayersModel {
  const model = buildModel([...inputShape], architecture);
  setWeights(model, (index, shape, name) =>
    plausible(name, formulaWeight(streams.weight(index, seed), shape)),
  );
  return model;
}

function buildModel(inputShape: number[], architecture: Architecture): tf.LayersModel {
  if (typeof architecture === "function") {
    const image = tf.input({ shape: inputShape });
    return tf.model({ inputs: image, outputs: architecture(image) });
  }
  return tf.sequential({ layers: [tf.layers.inputLayer({ inputShape }), ...architecture] });
}

/** The formula's vectors lie around 0; factors and variances lie around 1. */
const plausible = (name: string, values: Float32Array): Float32Array =>
  /gamma|moving_variance/.test(name) ? values.map((value) => 1 + 4 * value) : values;

export function setWeights(
  model: tf.LayersModel,
  valuesOf: (index: number, shape: readonly number[], name: string) => Float32Array,
): void {
  for (const [index, weight] of model.weights.entries()) {
    const shape = weight.shape as number[];
    const values = tf.tensor(valuesOf(index, shape, weight.originalName), shape);
    variableOf(weight).assign(values);
    values.dispose();
  }
}

/** The values of all weights by name; with `setWeights` what a test needs to start again from the same point. */
export const weightsOf = (model: tf.LayersModel): Variables =>
  new Map(
    model.weights.map((weight) => [weight.originalName, weight.read().dataSync().slice() as Float32Array]),
  );

export function restoreWeights(model: tf.LayersModel, weights: Variables): void {
  setWeights(model, (index) => weights.get(model.weights[index]!.originalName)!);
}

/** Optimizers and `tf.variableGrads` take tf.Variables, which a LayerVariable keeps to itself. */
export const variableOf = (weight: LayerVariable): tf.Variable =>
  (weight as unknown as { readonly val: tf.Variable }).val;

export function testBatch(shape: readonly number[], classes: number, size: number, step = 0): TestBatch {
  const pixels = shape.reduce((product, extent) => product * extent, size);
  return {
    images: formulaBytes(streams.images(step), pixels),
    labels: formulaLabels(streams.labels(step), size, classes),
  };
}

/** The bytes that stand for the randomness of the model's dropout layer `layer` (counted from 0) in a step. */
export const dropoutBytes = (layer: number, step: number, length: number): Uint8Array =>
  formulaBytes(streams.dropout(layer, step), length);

export const lengthOf = (shape: readonly number[]): number =>
  shape.reduce((product, extent) => product * extent, 1);
