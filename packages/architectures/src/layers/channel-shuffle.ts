import * as tf from "@tensorflow/tfjs";
import {
  channelsOf,
  type LayerArguments,
  onlyTensor,
  optionError,
  requirePositiveInteger,
} from "./layer-arguments.js";

export interface ChannelShuffleArgs extends LayerArguments {
  /** Divides the number of channels. */
  groups: number;
}

/**
 * Channels of `groups` groups dealt out in turn: output channel `i · groups + g` is channel `i` of group `g`
 * (Zhang et al., 2018, ShuffleNet).
 */
export class ChannelShuffle extends tf.layers.Layer {
  /** @nocollapse */
  static className = "ChannelShuffle";
  readonly groups: number;

  constructor(args: ChannelShuffleArgs) {
    super(args);
    this.groups = args.groups;
    requirePositiveInteger(this, "groups", args.groups);
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
      return input
        .reshape([batch * height * width, this.groups, channels / this.groups])
        .transpose([0, 2, 1])
        .reshape(input.shape);
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), groups: this.groups };
  }
}
