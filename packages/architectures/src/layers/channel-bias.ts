import * as tf from "@tensorflow/tfjs";
import { channelsOf, constant, type LayerArguments, onlyTensor } from "./layer-arguments.js";

/**
 * Adds a learned number to each channel: the bias of a convolution whose kernel is frozen, as a layer of its own
 * because TensorFlow.js freezes whole layers. Weight `bias`, `[channels]`, zeros at first.
 */
export class ChannelBias extends tf.layers.Layer {
  /** @nocollapse */
  static className = "ChannelBias";

  constructor(args: LayerArguments = {}) {
    super(args);
  }

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    this.addWeight("bias", [channelsOf(this, inputShape)], "float32", constant(0));
    super.build(inputShape);
  }

  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape | tf.Shape[] {
    return inputShape;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.add(onlyTensor(inputs), this.weights[0]!.read());
  }
}
