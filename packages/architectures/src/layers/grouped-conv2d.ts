import * as tf from "@tensorflow/tfjs";
import { channelsOf, onlyShape, onlyTensor, optionError, requirePositiveInteger } from "./layer-arguments.js";

export type GroupedConv2DArgs = Parameters<typeof tf.layers.conv2d>[0] & {
  /** Divides the channels of the input and `filters`. Default 1: an ordinary convolution. */
  groups?: number;
};

/**
 * A convolution whose filters see only their group's channels (Krizhevsky et al., 2012; Keras's
 * `Conv2D(groups=…)`). Takes Conv2D's options; `channelsLast` only. Kernel `[height, width, channels / groups,
 * filters]`, bias `[filters]`: filters of the same group are neighbours.
 *
 * A Conv2D over the channels of one group owns options and weights: its kernel has exactly this shape.
 */
export class GroupedConv2D extends tf.layers.Layer {
  /** @nocollapse */
  static className = "GroupedConv2D";
  readonly groups: number;
  private readonly convolution: tf.layers.Layer;

  constructor(args: GroupedConv2DArgs) {
    super(args);
    const { groups = 1, ...options } = args;
    this.groups = groups;
    this.convolution = tf.layers.conv2d({ ...options, name: this.name });
    requirePositiveInteger(this, "groups", groups);
    if (options.filters % groups !== 0) {
      throw optionError(this, `filters divisible by ${groups} groups`, String(options.filters));
    }
    if (this.convolution.getConfig().dataFormat !== "channelsLast") {
      throw optionError(this, `dataFormat "channelsLast"`, JSON.stringify(options.dataFormat));
    }
  }

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    this.convolution.build([...onlyShape(inputShape).slice(0, 3), this.channelsPerGroup(inputShape)]);
    this.trainableWeights = this.convolution.trainableWeights;
    super.build(inputShape);
  }

  private channelsPerGroup(inputShape: tf.Shape | tf.Shape[]): number {
    const channels = channelsOf(this, inputShape);
    if (channels % this.groups === 0) return channels / this.groups;
    throw optionError(this, `input channels divisible by ${this.groups} groups`, String(channels));
  }

  override get losses(): tf.layers.Layer["losses"] {
    return this.convolution.losses;
  }

  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape | tf.Shape[] {
    return this.convolution.computeOutputShape([
      ...onlyShape(inputShape).slice(0, 3),
      this.channelsPerGroup(inputShape),
    ]);
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const { strides, dilationRate, padding, activation } = this.getConfig() as {
        strides: [number, number];
        dilationRate: [number, number];
        padding: "valid" | "same";
        activation: ActivationName;
      };
      const [kernel, bias] = this.convolution.weights.map((weight) => weight.read());
      const kernels = this.groupsOf(kernel as tf.Tensor4D);
      const outputs = this.groupsOf(onlyTensor(inputs)).map((group, i) =>
        tf.conv2d(group, kernels[i]!, strides, padding, "NHWC", dilationRate),
      );
      const maps = tf.concat(outputs, 3);
      const shifted = bias === undefined ? maps : tf.add(maps, bias);
      return tf.layers.activation({ activation }).apply(shifted) as tf.Tensor;
    });
  }

  /** TensorFlow.js has no gradient of a split into one part. */
  private groupsOf(tensor: tf.Tensor4D): tf.Tensor4D[] {
    return this.groups === 1 ? [tensor] : tf.split(tensor, this.groups, 3);
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...this.convolution.getConfig(), ...super.getConfig(), groups: this.groups };
  }
}

type ActivationName = Parameters<typeof tf.layers.activation>[0]["activation"];
