import * as tf from "@tensorflow/tfjs";
import { WeightsError } from "../errors.js";
import { registerLayers } from "../layers/register-layers.js";
import { mendNormalization } from "../layers/scale-free-normalization.js";

/**
 * `tf.loadLayersModel` for models that may have this package's layers, and that may be trained further. Throws
 * WeightsError when a weight is not finite.
 */
export async function loadModel(
  pathOrHandler: Parameters<typeof tf.loadLayersModel>[0],
  options?: Parameters<typeof tf.loadLayersModel>[1],
): Promise<tf.LayersModel> {
  registerLayers();
  const model = await tf.loadLayersModel(pathOrHandler, options);
  const damaged = model.weights.filter((weight) => !isAllFinite(weight.read()));
  if (damaged.length > 0) {
    throw new WeightsError(
      model.name,
      damaged.map(
        ({ originalName }) => `"${originalName}" has numbers that are not finite (NaN or infinite)`,
      ),
    );
  }
  for (const layer of model.layers) {
    if (layer.getClassName() === "BatchNormalization") {
      mendNormalization(layer as Parameters<typeof mendNormalization>[0]);
    }
  }
  return model;
}

/** No sum of the weight's size can overflow in float32 unless a number of it is not finite or absurd. */
const isAllFinite = (values: tf.Tensor): boolean =>
  tf.tidy(() => Number.isFinite(tf.sum(tf.abs(values)).dataSync()[0]));
