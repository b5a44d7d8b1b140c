import * as tf from "@tensorflow/tfjs";
import { type LayerArguments, onlyTensor, optionError } from "./layer-arguments.js";

export interface StochasticDepthArgs extends LayerArguments {
  /** The share of images, 0 … 1 (exclusive), for which the branch is left out while training. */
  rate: number;
}

/**
 * Leaves a residual branch out for whole images at random while training, and divides what is kept by
 * `1 − rate`; the identity in prediction (Huang et al., 2016).
 */
export class StochasticDepth extends tf.layers.Layer {
  /** @nocollapse */
  static className = "StochasticDepth";
  readonly rate: number;

  constructor(args: StochasticDepthArgs) {
    super(args);
    this.rate = args.rate;
    if (!(args.rate >= 0 && args.rate < 1)) {
      throw optionError(this, "a rate of at least 0 and below 1", String(args.rate));
    }
  }

  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape | tf.Shape[] {
    return inputShape;
  }

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: { training?: boolean }): tf.Tensor {
    const input = onlyTensor(inputs);
    if (!kwargs.training || this.rate === 0) return input;
    return tf.tidy(() => {
      const keep = tf.greaterEqual(tf.randomUniform([input.shape[0], 1, 1, 1]), this.rate);
      return tf.mul(input, tf.div(tf.cast(keep, "float32"), 1 - this.rate));
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), rate: this.rate };
  }
}
