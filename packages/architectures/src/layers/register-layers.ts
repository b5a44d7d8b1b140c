import { serialization } from "@tensorflow/tfjs";
import { ChannelBias } from "./channel-bias.js";
import { ChannelPadding } from "./channel-padding.js";
import { ChannelShuffle } from "./channel-shuffle.js";
import { ChannelSlice } from "./channel-slice.js";
import { GroupNormalization } from "./group-normalization.js";
import { GroupedConv2D } from "./grouped-conv2d.js";
import { HardSwish } from "./hard-swish.js";
import { LayerScale } from "./layer-scale.js";
import { LocalResponseNormalization } from "./local-response-normalization.js";
import { OnnxBase } from "./onnx-base.js";
import { StochasticDepth } from "./stochastic-depth.js";
import { SumPooling2D } from "./sum-pooling2d.js";

/** What TensorFlow.js lacks. Of activations it has "gelu", "swish" (SiLU) and "mish" itself. */
export const CUSTOM_CLASSES = [
  ChannelBias,
  ChannelPadding,
  ChannelShuffle,
  ChannelSlice,
  GroupNormalization,
  GroupedConv2D,
  HardSwish,
  LayerScale,
  LocalResponseNormalization,
  OnnxBase,
  StochasticDepth,
  SumPooling2D,
] as const;

/**
 * Makes this package's layers and activations known to TensorFlow.js, so that `tf.loadLayersModel` can load
 * models that contain them and "hardSwish" can be used by name. Calling it again changes nothing.
 */
export function registerLayers(): void {
  for (const cls of CUSTOM_CLASSES) serialization.registerClass(cls);
}
