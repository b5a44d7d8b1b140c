import type { layers } from "@tensorflow/tfjs";
import { layerInputs, outputShapeOf, product } from "./layer-graph.js";

/**
 * Multiplications with an addition that a layer makes for one image, of convolutions and dense layers; biases,
 * normalizations, activations and pooling are not counted, as usual. Twice as many floating-point operations.
 *
 * Every number of a kernel is used once at every position of the output (of the input, when transposed).
 */
export function multiplyAddsOf(layer: layers.Layer): number {
  const kernels = layer.weights.filter(({ originalName }) => originalName.endsWith("kernel"));
  const [input] = layerInputs(layer);
  const mapped = layer.getClassName() === "Conv2DTranspose" && input !== undefined ? input : layer;
  const positions = product(outputShapeOf(mapped).slice(1, -1));
  return kernels.reduce((sum, { shape }) => sum + positions * product(shape), 0);
}
