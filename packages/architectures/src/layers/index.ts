export { ChannelBias } from "./channel-bias.js";
export { ChannelPadding, type ChannelPaddingArgs } from "./channel-padding.js";
export { ChannelShuffle, type ChannelShuffleArgs } from "./channel-shuffle.js";
export { ChannelSlice, type ChannelSliceArgs } from "./channel-slice.js";
export { GroupNormalization, type GroupNormalizationArgs } from "./group-normalization.js";
export { GroupedConv2D, type GroupedConv2DArgs } from "./grouped-conv2d.js";
export { LayerScale, type LayerScaleArgs } from "./layer-scale.js";
export {
  LocalResponseNormalization,
  type LocalResponseNormalizationArgs,
} from "./local-response-normalization.js";
export { OnnxBase, type OnnxBaseArgs } from "./onnx-base.js";
export { registerLayers } from "./register-layers.js";
export { StochasticDepth, type StochasticDepthArgs } from "./stochastic-depth.js";
export { SumPooling2D, type SumPooling2DArgs } from "./sum-pooling2d.js";
