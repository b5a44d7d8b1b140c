import * as tf from "@tensorflow/tfjs";

/** Options that every TensorFlow.js layer accepts: `name`, `trainable`, `inputShape` and so on. */
export type LayerArguments = NonNullable<ConstructorParameters<typeof tf.layers.Layer>[0]>;

/** The input of a layer that has exactly one. */
export const onlyTensor = (inputs: tf.Tensor | tf.Tensor[]): tf.Tensor4D =>
  (Array.isArray(inputs) ? inputs[0] : inputs) as tf.Tensor4D;

/** The shape `[batch, height, width, channels]` of that input. */
export const onlyShape = (inputShape: tf.Shape | tf.Shape[]): tf.Shape =>
  Array.isArray(inputShape[0]) ? (inputShape[0] as tf.Shape) : (inputShape as tf.Shape);

/** Throws unless the last dimension is known; no layer can be built for an unknown number of channels. */
export function channelsOf(layer: tf.layers.Layer, inputShape: tf.Shape | tf.Shape[]): number {
  const channels = onlyShape(inputShape).at(-1);
  if (channels == null)
    throw optionError(layer, "an input with a known number of channels", "an unknown one");
  return channels;
}

export function requirePositiveInteger(layer: tf.layers.Layer, option: string, value: unknown): void {
  if (!Number.isInteger(value) || (value as number) < 1) {
    throw optionError(layer, `${option} to be a positive integer`, JSON.stringify(value));
  }
}

/** `[imgcls/architectures] ChannelShuffle "shuffle": expected …, received …. Change the layer's options.` */
export const optionError = (layer: tf.layers.Layer, expected: string, received: string): Error =>
  new Error(
    `[imgcls/architectures] ${layer.getClassName()} "${layer.name}": expected ${expected}, received ${received}. Change the layer's options.`,
  );

/** Weights of shape `[channels]`, all of the same value. */
export const constant = (value: number) => tf.initializers.constant({ value });
