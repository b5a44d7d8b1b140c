import * as tf from "@tensorflow/tfjs";
import { channelsOf, type LayerArguments, onlyShape, onlyTensor } from "./layer-arguments.js";

export interface ChannelPaddingArgs extends LayerArguments {
  /** Channels of zeros before the first and after the last. */
  padding: [before: number, after: number];
}

/** Adds channels of zeros: option A of the shortcuts of He et al. (2015), which has no parameters. */
export class ChannelPadding extends tf.layers.Layer {
  /** @nocollapse */
  static className = "ChannelPadding";
  readonly padding: [number, number];

  constructor(args: ChannelPaddingArgs) {
    super(args);
    this.padding = args.padding;
  }

  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape | tf.Shape[] {
    const [before, after] = this.padding;
    return [...onlyShape(inputShape).slice(0, -1), before + channelsOf(this, inputShape) + after];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const none: [number, number] = [0, 0];
    return tf.pad(onlyTensor(inputs), [none, none, none, this.padding]);
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), padding: this.padding };
  }
}
