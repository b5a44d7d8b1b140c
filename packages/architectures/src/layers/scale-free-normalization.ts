import * as tf from "@tensorflow/tfjs";
import { onlyShape } from "./layer-arguments.js";

type BatchNormalizationArgs = NonNullable<Parameters<typeof tf.layers.batchNormalization>[0]>;
type BatchNormalization = ReturnType<typeof tf.layers.batchNormalization>;

/**
 * TensorFlow.js's batch normalization, which can also be trained with `scale: false` or `center: false`: 4.22
 * reads a scale and a shift while training whether the layer has them or not. Those it lacks read as 1 and 0.
 */
export const scaleFreeNormalization = (args: BatchNormalizationArgs): BatchNormalization =>
  mendNormalization(tf.layers.batchNormalization(args));

/** Does the same to a layer that was loaded. */
export function mendNormalization(layer: BatchNormalization): BatchNormalization {
  const { scale, center } = layer.getConfig();
  if (scale && center) return layer;
  const target = layer as unknown as Record<"gamma" | "beta", { read(): tf.Tensor } | undefined>;
  const build = layer.build.bind(layer);
  const mend = (channels: number) => {
    target.gamma ??= { read: () => tf.ones([channels]) };
    target.beta ??= { read: () => tf.zeros([channels]) };
  };
  layer.build = (inputShape) => {
    build(inputShape);
    mend(onlyShape(inputShape).at(-1) as number);
  };
  if (layer.built) mend(layer.weights[0]!.shape[0] as number);
  return layer;
}
