import * as tf from "@tensorflow/tfjs";
import { type LayerArguments, onlyTensor } from "./layer-arguments.js";

export interface LocalResponseNormalizationArgs extends LayerArguments {
  /** Channels on each side: a window of 2 · depthRadius + 1. Default 2. */
  depthRadius?: number;
  /** k of the paper. Default 2. */
  bias?: number;
  /** Default 1e-4; the sum is not divided by the window's size, as in the paper. */
  alpha?: number;
  /** Default 0.75. */
  beta?: number;
}

/**
 * y = x / (bias + alpha · Σ x²)^beta, the sum over neighbouring channels (section 3.3 of Krizhevsky et al.,
 * 2012, whose constants are the defaults).
 */
export class LocalResponseNormalization extends tf.layers.Layer {
  /** @nocollapse */
  static className = "LocalResponseNormalization";
  readonly depthRadius: number;
  readonly bias: number;
  readonly alpha: number;
  readonly beta: number;

  constructor(args: LocalResponseNormalizationArgs = {}) {
    super(args);
    this.depthRadius = args.depthRadius ?? 2;
    this.bias = args.bias ?? 2;
    this.alpha = args.alpha ?? 1e-4;
    this.beta = args.beta ?? 0.75;
  }

  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape | tf.Shape[] {
    return inputShape;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const { depthRadius, bias, alpha, beta } = this;
    return tf.tidy(() => tf.localResponseNormalization(onlyTensor(inputs), depthRadius, bias, alpha, beta));
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { depthRadius, bias, alpha, beta } = this;
    return { ...super.getConfig(), depthRadius, bias, alpha, beta };
  }
}
