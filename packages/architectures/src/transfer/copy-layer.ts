import type * as tf from "@tensorflow/tfjs";

/** A layer of the same class with this configuration, and weights of its own. */
export function copyOf(layer: tf.layers.Layer, config: tf.serialization.ConfigDict): tf.layers.Layer {
  const cls = layer.constructor as tf.serialization.SerializableConstructor<tf.layers.Layer>;
  return cls.fromConfig(cls, config);
}
