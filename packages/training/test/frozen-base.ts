// A classifier on a frozen base, as in test/golden/make-frozen-base.py.
import * as tf from "@tensorflow/tfjs";
import type { Batch } from "../src/batch.js";
import { writeWeights } from "../src/model-weights.js";

const SHAPE = [4, 4, 3] as const;
const CLASSES = 4;
const SIZE = 8;
export const RATE = 0.5;

/** Forward in the order of `make-frozen-base.py`'s weights. */
const WEIGHTS = [
  "conv/kernel",
  "conv/bias",
  "norm/gamma",
  "norm/beta",
  "norm/moving_mean",
  "norm/moving_variance",
  "head/kernel",
  "head/bias",
];

const weight = (name: string, length: number): Float32Array =>
  Float32Array.from(
    { length },
    (_, k) =>
      0.4 * Math.sin(1 + 7 * WEIGHTS.indexOf(name) + k) + (/gamma|moving_variance/.test(name) ? 1 : 0),
  );

export function frozenBaseBatch(step: number): Batch {
  const count = SIZE * SHAPE[0] * SHAPE[1] * SHAPE[2];
  return {
    images: Uint8Array.from({ length: count }, (_, k) => (k * 151 + 17 * step * step + 31 * step) % 256),
    labels: Int32Array.from({ length: SIZE }, (_, k) => (k * 3 + step) % CLASSES),
    size: SIZE,
  };
}

const baseLayers = (): tf.layers.Layer[] => [
  tf.layers.conv2d({
    name: "conv",
    inputShape: [...SHAPE],
    filters: 3,
    kernelSize: 2,
    activation: "relu",
  }),
  tf.layers.batchNormalization({ name: "norm", momentum: 0.9, epsilon: 1e-3 }),
];
const head = (): tf.layers.Layer[] => [
  tf.layers.flatten(),
  tf.layers.dense({ name: "head", units: CLASSES, activation: "softmax" }),
];
const chain = (input: tf.SymbolicTensor, layers: readonly tf.layers.Layer[]) =>
  layers.reduce((tensor, layer) => layer.apply(tensor) as tf.SymbolicTensor, input);

interface Parts {
  readonly model: tf.LayersModel;
  freeze(): void;
}

/** The base in a model in each way that Keras and TensorFlow.js have. */
const WAYS: Readonly<Record<string, () => Parts>> = {
  "a base that is called": () => {
    const base = tf.sequential({ layers: baseLayers() });
    const image = tf.input({ shape: [...SHAPE] });
    return frozenByBase(base, tf.model({ inputs: image, outputs: chain(image, [base, ...head()]) }));
  },
  "a base that is the first layer": () => {
    const base = tf.sequential({ layers: baseLayers() });
    return frozenByBase(base, tf.sequential({ layers: [base, ...head()] }));
  },
  "a base in a base": () => {
    const base = tf.sequential({ layers: [tf.sequential({ layers: baseLayers() })] });
    return frozenByBase(base, tf.sequential({ layers: [base, ...head()] }));
  },
  "a base whose layers are taken": () => {
    const image = tf.input({ shape: [...SHAPE] });
    const base = tf.model({ inputs: image, outputs: chain(image, baseLayers()) });
    return frozenByBase(base, tf.model({ inputs: base.inputs, outputs: chain(base.outputs[0]!, head()) }));
  },
  "layers by themselves": () => {
    const model = tf.sequential({ layers: [...baseLayers(), ...head()] });
    return {
      model,
      freeze() {
        model.getLayer("conv").trainable = false;
        model.getLayer("norm").trainable = false;
      },
    };
  },
};
export const WAYS_TO_FREEZE = Object.keys(WAYS);

const frozenByBase = (base: tf.LayersModel, model: tf.LayersModel): Parts => ({
  model,
  freeze() {
    base.trainable = false;
  },
});

export function frozenBaseModel(way: string): tf.LayersModel {
  const { model, freeze } = WAYS[way]!();
  const lengths = model.weights.map(({ originalName, shape }) => {
    const length = (shape as number[]).reduce((product, extent) => product * extent, 1);
    return [originalName, weight(originalName, length)] as const;
  });
  writeWeights(model, new Map(lengths));
  freeze();
  return model;
}
