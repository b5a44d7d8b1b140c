// Creates the layers of one model, with names and initial weights that depend on nothing but the model:
// TensorFlow.js counts its automatic names over the whole process, so a second build would differ.
import * as tf from "@tensorflow/tfjs";

type Unnamed<Args> = Omit<Args, "name" | "kernelInitializer" | "biasInitializer">;
type ConvArgs = Unnamed<Parameters<typeof tf.layers.conv2d>[0]>;
type DenseArgs = Unnamed<Parameters<typeof tf.layers.dense>[0]>;
type PoolingArgs = Unnamed<Parameters<typeof tf.layers.maxPooling2d>[0]>;
type DropoutArgs = Unnamed<Parameters<typeof tf.layers.dropout>[0]>;
type FlattenArgs = Unnamed<NonNullable<Parameters<typeof tf.layers.flatten>[0]>>;

export interface PresetLayers {
  conv2d(args: ConvArgs): tf.layers.Layer;
  dense(args: DenseArgs): tf.layers.Layer;
  maxPooling2d(args: PoolingArgs): tf.layers.Layer;
  dropout(args: DropoutArgs): tf.layers.Layer;
  flatten(args?: FlattenArgs): tf.layers.Layer;
}

/**
 * The initializer seed of the layer at `position` (from 0, layers without weights count too) in a model
 * built with `seed`: an integer 0..2³¹ − 1, by the finalizer of MurmurHash3 over both numbers.
 */
export function layerSeed(seed: number, position: number): number {
  let hash = Math.imul(seed | 0, 0x9e3779b1) ^ Math.imul(position + 1, 0x85ebca77);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 1;
}

/**
 * Layers named as Keras names them in a fresh program (`conv2d`, `conv2d_1`, …), counted per model.
 * Kernels start as Glorot uniform with `layerSeed(seed, position)`, biases as zeros.
 */
export function presetLayers(seed: number): PresetLayers {
  const used = new Map<string, number>();
  let position = 0;

  const nameOf = (kind: string): string => {
    const count = used.get(kind) ?? 0;
    used.set(kind, count + 1);
    position += 1;
    return count === 0 ? kind : `${kind}_${count}`;
  };
  const initializers = () => ({
    kernelInitializer: tf.initializers.glorotUniform({ seed: layerSeed(seed, position) }),
    biasInitializer: tf.initializers.zeros(),
  });

  return {
    conv2d: (args) => tf.layers.conv2d({ ...args, ...initializers(), name: nameOf("conv2d") }),
    dense: (args) => tf.layers.dense({ ...args, ...initializers(), name: nameOf("dense") }),
    maxPooling2d: (args) => tf.layers.maxPooling2d({ ...args, name: nameOf("max_pooling2d") }),
    dropout: (args) => tf.layers.dropout({ ...args, name: nameOf("dropout") }),
    flatten: (args = {}) => tf.layers.flatten({ ...args, name: nameOf("flatten") }),
  };
}
