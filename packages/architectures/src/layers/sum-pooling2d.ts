import * as tf from "@tensorflow/tfjs";
import { onlyTensor } from "./layer-arguments.js";

export type SumPooling2DArgs = Parameters<typeof tf.layers.averagePooling2d>[0];

/**
 * The sum of each window. Takes AveragePooling2D's options: `poolSize` (default [2, 2]), `strides` (default
 * `poolSize`), `padding` (default "valid"; "same" adds zeros); `channelsLast` only.
 *
 * An average pooling owns the options. The sum is the convolution of each channel, as an image of its own, with
 * a kernel of ones: the average times the window's size would be wrong at the border of a "same" padding.
 */
export class SumPooling2D extends tf.layers.Layer {
  /** @nocollapse */
  static className = "SumPooling2D";
  private readonly pooling: tf.layers.Layer;

  constructor(args: SumPooling2DArgs = {}) {
    super(args);
    this.pooling = tf.layers.averagePooling2d({ ...args, name: this.name });
  }

  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape | tf.Shape[] {
    return this.pooling.computeOutputShape(inputShape);
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const { poolSize, strides, padding } = this.getConfig() as {
        poolSize: [number, number];
        strides: [number, number];
        padding: "valid" | "same";
      };
      const input = onlyTensor(inputs);
      const [height, width] = poolSize;
      const [batch, rows, columns, channels] = input.shape;
      const images = input.transpose([0, 3, 1, 2]).reshape<tf.Tensor4D>([batch * channels, rows, columns, 1]);
      const sums = tf.conv2d(images, tf.ones([height, width, 1, 1]), strides, padding);
      const [, outRows, outColumns] = sums.shape;
      return sums.reshape([batch, channels, outRows, outColumns]).transpose([0, 2, 3, 1]);
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...this.pooling.getConfig(), ...super.getConfig() };
  }
}
