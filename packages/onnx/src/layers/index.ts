import { activation, eluLayer, leakyReluLayer, reluLayer, softmaxLayer } from "./activation.js";
import { averagePooling2d, sumPooling2d } from "./average-pooling2d.js";
import { batchNormalization } from "./batch-normalization.js";
import { conv2d } from "./conv2d.js";
import { dense } from "./dense.js";
import { dropout } from "./dropout.js";
import { flatten } from "./flatten.js";
import { globalAveragePooling2d, globalMaxPooling2d } from "./global-pooling2d.js";
import type { LayerCompiler } from "./layer-compiler.js";
import { maxPooling2d } from "./max-pooling2d.js";
import { addLayer, averageLayer, maximumLayer, minimumLayer, multiplyLayer } from "./merge.js";

/** TensorFlow.js's class name of a layer to its compiler. */
export const LAYER_COMPILERS: Readonly<Record<string, LayerCompiler>> = {
  Activation: activation,
  Add: addLayer,
  Average: averageLayer,
  AveragePooling2D: averagePooling2d,
  BatchNormalization: batchNormalization,
  Conv2D: conv2d,
  Dense: dense,
  Dropout: dropout,
  ELU: eluLayer,
  Flatten: flatten,
  GlobalAveragePooling2D: globalAveragePooling2d,
  GlobalMaxPooling2D: globalMaxPooling2d,
  LeakyReLU: leakyReluLayer,
  MaxPooling2D: maxPooling2d,
  Maximum: maximumLayer,
  Minimum: minimumLayer,
  Multiply: multiplyLayer,
  ReLU: reluLayer,
  Softmax: softmaxLayer,
  SumPooling2D: sumPooling2d,
};

/** Class names of the layers that can be compiled. */
export const supportedLayers = (): string[] => Object.keys(LAYER_COMPILERS).sort();
