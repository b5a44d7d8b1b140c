import { POOLED_CONV } from "../rewrite-model.js";
import {
  activation,
  eluLayer,
  leakyReluLayer,
  reluLayer,
  rescalingLayer,
  softmaxLayer,
  thresholdedReluLayer,
} from "./activation.js";
import { averagePooling2d, sumPooling2d } from "./average-pooling2d.js";
import { batchNormalization } from "./batch-normalization.js";
import { channelBias, channelPadding, channelShuffle, channelSlice, layerScale } from "./channels.js";
import { concatenate } from "./concatenate.js";
import { conv2d } from "./conv2d.js";
import { conv2dTranspose } from "./conv2d-transpose.js";
import { dense } from "./dense.js";
import { depthwiseConv2d } from "./depthwise-conv2d.js";
import { dropout, stochasticDepth } from "./dropout.js";
import { flatten } from "./flatten.js";
import { globalAveragePooling2d, globalMaxPooling2d } from "./global-pooling2d.js";
import { groupedConv2d } from "./grouped-conv2d.js";
import type { LayerCompiler } from "./layer-compiler.js";
import { groupNormalization, layerNormalization } from "./layer-normalization.js";
import { localResponseNormalization } from "./local-response-normalization.js";
import { maxPooling2d } from "./max-pooling2d.js";
import { addLayer, averageLayer, maximumLayer, minimumLayer, multiplyLayer } from "./merge.js";
import { onnxBase } from "./onnx-base.js";
import { pooledConv2d } from "./pooled-conv2d.js";
import { prelu } from "./prelu.js";
import { permute, reshapeLayer } from "./reshape.js";
import { separableConv2d } from "./separable-conv2d.js";
import { cropping2d, upSampling2d, zeroPadding2d } from "./spatial-layers.js";

/** Class name of a layer, of TensorFlow.js or of `@imgcls/architectures`, to its compiler. */
export const LAYER_COMPILERS: Readonly<Record<string, LayerCompiler>> = {
  Activation: activation,
  Add: addLayer,
  Average: averageLayer,
  AveragePooling2D: averagePooling2d,
  BatchNormalization: batchNormalization,
  ChannelBias: channelBias,
  ChannelPadding: channelPadding,
  ChannelShuffle: channelShuffle,
  ChannelSlice: channelSlice,
  Concatenate: concatenate,
  Conv2D: conv2d,
  Conv2DTranspose: conv2dTranspose,
  Cropping2D: cropping2d,
  Dense: dense,
  DepthwiseConv2D: depthwiseConv2d,
  Dropout: dropout,
  ELU: eluLayer,
  Flatten: flatten,
  GlobalAveragePooling2D: globalAveragePooling2d,
  GlobalMaxPooling2D: globalMaxPooling2d,
  GroupNormalization: groupNormalization,
  GroupedConv2D: groupedConv2d,
  LayerNormalization: layerNormalization,
  LayerScale: layerScale,
  LeakyReLU: leakyReluLayer,
  LocalResponseNormalization: localResponseNormalization,
  MaxPooling2D: maxPooling2d,
  Maximum: maximumLayer,
  Minimum: minimumLayer,
  Multiply: multiplyLayer,
  OnnxBase: onnxBase,
  PReLU: prelu,
  Permute: permute,
  ReLU: reluLayer,
  Rescaling: rescalingLayer,
  Reshape: reshapeLayer,
  SeparableConv2D: separableConv2d,
  Softmax: softmaxLayer,
  StochasticDepth: stochasticDepth,
  SumPooling2D: sumPooling2d,
  ThresholdedReLU: thresholdedReluLayer,
  UpSampling2D: upSampling2d,
  ZeroPadding2D: zeroPadding2d,
};

/** The compilers of steps: layers, and what `joinConvAndPool` makes of two. */
export const STEP_COMPILERS: Readonly<Record<string, LayerCompiler>> = {
  ...LAYER_COMPILERS,
  [POOLED_CONV]: pooledConv2d,
};

/** Class names of the layers that can be compiled. */
export const supportedLayers = (): string[] => Object.keys(LAYER_COMPILERS).sort();
