import * as tf from "@tensorflow/tfjs";
import { constant, type LayerArguments } from "./layer-arguments.js";

export interface OnnxBaseArgs extends LayerArguments {
  /** The computation, as `onnxBaseOf` of @imgcls/onnx makes it of an ONNX file. */
  graph: string;
  /** Shapes of the weights that it needs, in its order. */
  weightShapes: number[][];
  /** Numbers that it makes of an image. */
  features: number;
}

/**
 * The network of an ONNX file without its last layer, `[batch, height, width, channels]` to `[batch, features]`. It is frozen, and
 * only the "onnx" engine computes it. Weights `0`, `1`, …
 */
export class OnnxBase extends tf.layers.Layer {
  /** @nocollapse */
  static className = "OnnxBase";
  readonly graph: string;
  readonly weightShapes: number[][];
  readonly features: number;

  constructor(args: OnnxBaseArgs) {
    super({ ...args, trainable: false });
    this.graph = args.graph;
    this.weightShapes = args.weightShapes;
    this.features = args.features;
  }

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    for (const [index, shape] of this.weightShapes.entries()) {
      this.addWeight(String(index), shape, "float32", constant(0), undefined, false);
    }
    super.build(inputShape);
  }

  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape | tf.Shape[] {
    return [(inputShape as tf.Shape)[0]!, this.features];
  }

  override call(): tf.Tensor {
    throw new Error(
      `[imgcls/architectures] OnnxBase "${this.name}": TensorFlow.js cannot compute the network of an ONNX file. Use the "onnx" engine.`,
    );
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { graph, weightShapes, features } = this;
    return { ...super.getConfig(), graph, weightShapes, features };
  }
}
