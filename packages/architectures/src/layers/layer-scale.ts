import * as tf from "@tensorflow/tfjs";
import { channelsOf, constant, type LayerArguments, onlyTensor } from "./layer-arguments.js";

export interface LayerScaleArgs extends LayerArguments {
  /** The factor at first. Default 1e-6, as in ConvNeXt. */
  initialValue?: number;
}

/** Multiplies each channel by a learned factor (Touvron et al., 2021). Weight `gamma`, `[channels]`. */
export class LayerScale extends tf.layers.Layer {
  /** @nocollapse */
  static className = "LayerScale";
  readonly initialValue: number;

  constructor(args: LayerScaleArgs = {}) {
    super(args);
    this.initialValue = args.initialValue ?? 1e-6;
  }

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    this.addWeight("gamma", [channelsOf(this, inputShape)], "float32", constant(this.initialValue));
    super.build(inputShape);
  }

  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape | tf.Shape[] {
    return inputShape;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.mul(onlyTensor(inputs), this.weights[0]!.read());
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), initialValue: this.initialValue };
  }
}
