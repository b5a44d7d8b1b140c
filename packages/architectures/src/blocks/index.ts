// Parts of networks, for your own networks: lists of layers, and functions of symbolic tensors.

export { convnextBlock } from "../families/convnext.js";
export { denseLayer } from "../families/densenet.js";
export { mbConv } from "../families/efficientnet.js";
export { shuffleUnit } from "../families/shufflenet-v1.js";
export { fire } from "../families/squeezenet.js";
export { chain, join } from "./chain.js";
export {
  type ConvNormOptions,
  type ConvolutionOptions,
  convNorm,
  convolution,
  depthwiseConvolution,
  depthwiseNorm,
  normActivation,
} from "./convolution.js";
export {
  type InceptionOptions,
  type InceptionUnit,
  type InceptionWidths,
  inception,
  normalizedUnit,
  plainUnit,
} from "./inception.js";
export {
  type MobileBlockNames,
  type MobileBlockOptions,
  mobileBlock,
  type UnitConvention,
  type UnitNames,
} from "./mobile-block.js";
export { ceilMaxPooling } from "./pooling.js";
export { type PreActivationOptions, preActivationBlock } from "./pre-activation.js";
export {
  basicBlock,
  bottleneckBlock,
  type ResidualBlock,
  type ResidualOptions,
  residual,
} from "./residual.js";
export { type SqueezeExcitationOptions, squeezeExcitation } from "./squeeze-excitation.js";
