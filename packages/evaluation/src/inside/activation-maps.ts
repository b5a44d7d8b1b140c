/** Where a layer's feature maps speak for a class: maps of the layer's own size, weighted sums of its channels. */
import { type MapsShape, mapOf, requireMaps, type ValueMap } from "./value-map.js";

/** What a layer put out for one image, and the gradient of the class score by it, both `[height, width, channels]`. */
export interface LayerView {
  readonly activations: Float32Array;
  readonly gradients: Float32Array;
  readonly shape: MapsShape;
}

/** Of each position and channel, the weight of the activation there. */
type WeightsOf = (view: LayerView) => (position: number, channel: number) => number;

/** `relu(Σ weight · activation)`, the sum over the channels; never below 0, as large as it comes. */
const activationMap =
  (name: string, weightsOf: WeightsOf) =>
  (view: LayerView): ValueMap => {
    const { activations, gradients, shape } = view;
    requireMaps(name, shape, { activations, gradients });
    const channels = shape[2];
    const weightAt = weightsOf(view);
    return mapOf(shape, (offset) => {
      let sum = 0;
      for (let k = 0; k < channels; k++) sum += weightAt(offset / channels, k) * activations[offset + k]!;
      return Math.max(0, sum);
    });
  };

/** The sum over the positions of each channel. */
function channelSums(
  { shape: [height, width, channels] }: LayerView,
  at: (index: number) => number,
): Float64Array {
  const sums = new Float64Array(channels);
  for (let i = 0; i < height * width * channels; i++) sums[i % channels]! += at(i);
  return sums;
}

/**
 * Grad-CAM (Selvaraju et al., 2017, arXiv:1610.02391): the weight of a channel is the mean of its gradient.
 *
 * @throws EvaluationInputError for arrays of another size than the shape
 */
export const gradCam = activationMap("gradCam", (view) => {
  const positions = view.shape[0] * view.shape[1];
  const sums = channelSums(view, (i) => view.gradients[i]!);
  return (_, channel) => sums[channel]! / positions;
});

/**
 * Grad-CAM++ (Chattopadhay et al., 2018, arXiv:1710.11063): the weight of a channel is `Σ α relu(g)` over its positions, with
 * `α = g² / (2 g² + g³ Σ A)`, for the exponential of the class score, whose higher derivatives are powers of g. It finds several objects of a
 * class better than Grad-CAM.
 *
 * @throws EvaluationInputError for arrays of another size than the shape
 */
export const gradCamPlusPlus = activationMap("gradCamPlusPlus", (view) => {
  const { activations, gradients, shape } = view;
  const sumsOfActivations = channelSums(view, (i) => activations[i]!);
  const weights = channelSums(view, (i) => {
    const g = gradients[i]!;
    const denominator = 2 * g * g + g * g * g * sumsOfActivations[i % shape[2]]!;
    return denominator === 0 ? 0 : ((g * g) / denominator) * Math.max(0, g);
  });
  return (_, channel) => weights[channel]!;
});

/**
 * LayerCAM (Jiang et al., 2021, IEEE TIP 30): each activation has its own weight, `relu(g)`; sharp in early layers too.
 *
 * @throws EvaluationInputError for arrays of another size than the shape
 */
export const layerCam = activationMap("layerCam", ({ gradients, shape }) => {
  const channels = shape[2];
  return (position, channel) => Math.max(0, gradients[position * channels + channel]!);
});
