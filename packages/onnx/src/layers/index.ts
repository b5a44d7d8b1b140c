import { activation, reluLayer, softmaxLayer } from "./activation.js";
import { conv2d } from "./conv2d.js";
import { dense } from "./dense.js";
import { dropout } from "./dropout.js";
import { flatten } from "./flatten.js";
import type { LayerCompiler } from "./layer-compiler.js";
import { maxPooling2d } from "./max-pooling2d.js";

/** TensorFlow.js's class name of a layer to its compiler. */
export const LAYER_COMPILERS: Readonly<Record<string, LayerCompiler>> = {
  Activation: activation,
  Conv2D: conv2d,
  Dense: dense,
  Dropout: dropout,
  Flatten: flatten,
  MaxPooling2D: maxPooling2d,
  ReLU: reluLayer,
  Softmax: softmaxLayer,
};
