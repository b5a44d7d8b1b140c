import { count, integer, text } from "@imgcls/checks";
import * as tf from "@tensorflow/tfjs";
import { glorotUniform, initializerOf } from "../kernel-initializer.js";
import { layerSeed } from "../layer-seed.js";
import { checkOptions } from "../option-checks.js";
import { copyOf } from "./copy-layer.js";
import { requireLayer } from "./freeze.js";
import { headOf } from "./head.js";

export interface ReplaceHeadOptions {
  readonly classes: number;
  /** Integer that the new layer's weights derive from. Default 0. */
  readonly seed?: number;
}

/**
 * The same network with a new last layer for other classes. All layers before it are shared with the given model,
 * with their weights; what follows it, activation, pooling or scaling, is kept.
 */
export function replaceHead(model: tf.LayersModel, options: ReplaceHeadOptions): tf.LayersModel {
  checkOptions("replaceHead", options, { classes: count, seed: integer }, ["classes"]);
  const { classes, seed = 0 } = options;
  const { layer, after, input } = headOf(model);
  const { filters, units, kernelInitializer, ...config } = layer.getConfig();
  const head = copyOf(layer, {
    ...config,
    ...(units === undefined ? { filters: classes } : { units: classes }),
    kernelInitializer: initializerOf(glorotUniform, layerSeed(seed, layer.name)) as never,
    trainable: true,
  });
  const outputs = [head, ...after.map((each) => copyOf(each, each.getConfig()))].reduce(
    (tensor, each) => each.apply(tensor) as tf.SymbolicTensor,
    input.output as tf.SymbolicTensor,
  );
  return tf.model({ name: model.name, inputs: model.inputs, outputs });
}

export interface FeatureExtractorOptions {
  /** Name of the layer whose output to give. Default: the input of the last dense layer or convolution. */
  readonly layer?: string;
}

/**
 * The part of a model that computes features: embeddings `[batch, features]` for most architectures. Layers and weights
 * are shared with the given model.
 */
export function featureExtractor(
  model: tf.LayersModel,
  options: FeatureExtractorOptions = {},
): tf.LayersModel {
  checkOptions("featureExtractor", options, { layer: text });
  const { layer } = options;
  const source = layer === undefined ? headOf(model).input : requireLayer(model, layer);
  return tf.model({ name: `${model.name}-features`, inputs: model.inputs, outputs: source.output });
}
