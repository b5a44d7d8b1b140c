import * as tf from "@tensorflow/tfjs";
import {
  channelsOf,
  constant,
  type LayerArguments,
  onlyTensor,
  optionError,
  requirePositiveInteger,
} from "./layer-arguments.js";

export interface GroupNormalizationArgs extends LayerArguments {
  /** Divides the number of channels. Default 32. */
  groups?: number;
  /** Added to the variance. Default 1e-3, as in Keras; PyTorch has 1e-5. */
  epsilon?: number;
}

/**
 * Mean 0 and variance 1 over height, width and the channels of a group, image by image; then each channel times
 * `gamma` plus `beta` (Wu and He, 2018). Weights `gamma` and `beta`, `[channels]`.
 */
export class GroupNormalization extends tf.layers.Layer {
  /** @nocollapse */
  static className = "GroupNormalization";
  readonly groups: number;
  readonly epsilon: number;

  constructor(args: GroupNormalizationArgs = {}) {
    super(args);
    this.groups = args.groups ?? 32;
    this.epsilon = args.epsilon ?? 1e-3;
    requirePositiveInteger(this, "groups", this.groups);
  }

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    const channels = channelsOf(this, inputShape);
    this.addWeight("gamma", [channels], "float32", constant(1));
    this.addWeight("beta", [channels], "float32", constant(0));
    super.build(inputShape);
  }

  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape | tf.Shape[] {
    const channels = channelsOf(this, inputShape);
    if (channels % this.groups === 0) return inputShape;
    throw optionError(this, `input channels divisible by ${this.groups} groups`, String(channels));
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const input = onlyTensor(inputs);
      const [batch, height, width, channels] = input.shape;
      const [gamma, beta] = this.weights.map((weight) => weight.read());
      const grouped = input.reshape([batch, height * width, this.groups, channels / this.groups]);
      const { mean, variance } = tf.moments(grouped, [1, 3], true);
      const normalized = tf.mul(tf.sub(grouped, mean), tf.rsqrt(tf.add(variance, this.epsilon)));
      return tf.add(tf.mul(normalized.reshape(input.shape), gamma!), beta!);
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), groups: this.groups, epsilon: this.epsilon };
  }
}
