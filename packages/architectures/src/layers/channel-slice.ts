import * as tf from "@tensorflow/tfjs";
import { channelsOf, type LayerArguments, onlyShape, onlyTensor, optionError } from "./layer-arguments.js";

export interface ChannelSliceArgs extends LayerArguments {
  /** The first channel that is kept. */
  start: number;
  /** How many channels are kept. */
  size: number;
}

/** Channels `start … start + size − 1`: one half of ShuffleNet V2's split. */
export class ChannelSlice extends tf.layers.Layer {
  /** @nocollapse */
  static className = "ChannelSlice";
  readonly start: number;
  readonly size: number;

  constructor(args: ChannelSliceArgs) {
    super(args);
    this.start = args.start;
    this.size = args.size;
  }

  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape | tf.Shape[] {
    const channels = channelsOf(this, inputShape);
    const { start, size } = this;
    if (start < 0 || size < 1 || start + size > channels) {
      throw optionError(this, `a part of ${channels} channels`, `start ${start}, size ${size}`);
    }
    return [...onlyShape(inputShape).slice(0, -1), size];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.slice(onlyTensor(inputs), [0, 0, 0, this.start], [-1, -1, -1, this.size]);
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), start: this.start, size: this.size };
  }
}
