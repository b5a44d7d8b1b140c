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
 * The initializer seed of the layer with this name in a model built with `seed`: an integer 0..2³¹ − 1. From the
 * name, not from the position, so that adding a dropout layer leaves all other layers' initial weights as they are.
 */
export function layerSeed(seed: number, name: string): number {
  let hash = mix(seed | 0);
  for (let i = 0; i < name.length; i++) hash = mix(Math.imul(hash, 0x9e3779b1) ^ name.charCodeAt(i));
  return hash >>> 1;
}

/** The finalizer of MurmurHash3: every input bit changes every output bit half of the time. */
function mix(word: number): number {
  let mixed = word ^ (word >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

/**
 * Layers named as Keras names them in a fresh program (`conv2d`, `conv2d_1`, …), counted per model.
 * Kernels start as Glorot uniform with `layerSeed(seed, name)`, biases as zeros.
 */
export function presetLayers(seed: number): PresetLayers {
  const used = new Map<string, number>();

  const nameOf = (kind: string): string => {
    const count = used.get(kind) ?? 0;
    used.set(kind, count + 1);
    return count === 0 ? kind : `${kind}_${count}`;
  };
  const named = (kind: string) => {
    const name = nameOf(kind);
    return {
      name,
      kernelInitializer: tf.initializers.glorotUniform({ seed: layerSeed(seed, name) }),
      biasInitializer: tf.initializers.zeros(),
    };
  };

  return {
    conv2d: (args) => tf.layers.conv2d({ ...args, ...named("conv2d") }),
    dense: (args) => tf.layers.dense({ ...args, ...named("dense") }),
    maxPooling2d: (args) => tf.layers.maxPooling2d({ ...args, name: nameOf("max_pooling2d") }),
    dropout: (args) => tf.layers.dropout({ ...args, name: nameOf("dropout") }),
    flatten: (args = {}) => tf.layers.flatten({ ...args, name: nameOf("flatten") }),
  };
}
