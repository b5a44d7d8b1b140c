import { count, integer, share } from "@imgcls/checks";
import * as tf from "@tensorflow/tfjs";
import { chain } from "../blocks/chain.js";
import { heNormal } from "../kernel-initializer.js";
import { layerFactory } from "../layer-factory.js";
import { checkOptions } from "../option-checks.js";
import { layerInputs } from "../summary/layer-graph.js";
import { copyOf } from "./copy-layer.js";

export interface HeadOptions {
  readonly classes: number;
  /** Units of the dense layers before the last, with ReLU. Default none: a logistic regression. */
  readonly hidden?: readonly number[];
  /** Share of the inputs of each dense layer that is dropped in training. Default 0. */
  readonly dropout?: number;
  /** Integer that all initial weights derive from. Default 0. */
  readonly seed?: number;
}

const CHECKS = {
  classes: count,
  hidden: {
    expected: "a list of positive integers",
    accepts: (value: unknown) => Array.isArray(value) && value.every((units) => count.accepts(units)),
  },
  dropout: share,
  seed: integer,
};

/**
 * A classifier of features, `[batch, features]` to logits `[batch, classes]`: to train on features that were computed
 * once, then to join with `withHead`.
 */
export function headModel(features: number, options: HeadOptions): tf.LayersModel {
  checkOptions("headModel", options, CHECKS, ["classes"]);
  const { classes, hidden = [], dropout = 0, seed = 0 } = options;
  const layers = layerFactory({ seed });
  const dropped = (at: string) =>
    dropout === 0 ? [] : [layers.dropout({ name: `head.dropout.${at}`, rate: dropout })];
  const input = tf.input({ shape: [features], name: "features" });
  const outputs = chain(
    input,
    ...hidden.flatMap((units, index) => [
      ...dropped(String(index)),
      layers.dense({
        name: `head.${index}`,
        units,
        activation: "relu",
        kernelInitializer: heNormal,
      }),
    ]),
    ...dropped("logits"),
    layers.dense({ name: "head.logits", units: classes }),
  );
  return tf.model({ name: "head", inputs: input, outputs });
}

/**
 * Base and head as one model, to be saved, exported or trained further. The layers of the base are shared with it; those
 * of the head are copies with its weights.
 *
 * @param base computes features, `[batch, features]`: what `featureExtractor` returns
 * @param head a chain of layers of such features, or what `headModel` makes it from
 */
export function withHead(base: tf.LayersModel, head: tf.LayersModel | HeadOptions): tf.LayersModel {
  const features = featuresOf(base);
  const classifier = isModel(head) ? head : headModel(features, head);
  const copies = chainOf(classifier, features).map((layer) => copyOf(layer, layer.getConfig()));
  const outputs = chain(base.outputs[0]!, ...copies);
  const joined = tf.model({ name: base.name.replace(/-features$/, ""), inputs: base.inputs, outputs });
  const weights = classifier.layers.flatMap((layer) => layer.getWeights());
  for (const copy of copies) copy.setWeights(weights.splice(0, copy.weights.length));
  return joined;
}

const isModel = (head: tf.LayersModel | HeadOptions): head is tf.LayersModel =>
  head instanceof tf.LayersModel;

function featuresOf(base: tf.LayersModel): number {
  const shapes = base.outputs.map(({ shape }) => shape);
  const [features] = shapes[0]?.slice(1) ?? [];
  if (shapes.length === 1 && shapes[0]?.length === 2 && features != null) return features;
  throw new Error(
    `[imgcls/architectures] withHead: expected a base with features [batch, features], received ${base.name} with ${shapes.map((shape) => `[${shape}]`).join(", ")}. Use featureExtractor(model), or the name of a layer behind its pooling.`,
  );
}

/** The head's layers behind its input. */
function chainOf(head: tf.LayersModel, features: number): tf.layers.Layer[] {
  const received = head.inputs.map(({ shape }) => `[${shape}]`).join(", ");
  if (received !== `[,${features}]`) {
    throw new Error(
      `[imgcls/architectures] withHead: expected a head for ${features} features, received ${head.name} for ${received}. Make it with headModel(${features}, …).`,
    );
  }
  const layers = head.layers.filter((layer) => layer.getClassName() !== "InputLayer");
  const isChain = layers.every((layer, at) => at === 0 || layerInputs(layer)[0] === layers[at - 1]);
  if (isChain && layers.every((layer) => layerInputs(layer).length <= 1)) return layers;
  throw new Error(
    `[imgcls/architectures] withHead: expected a head that is a chain of layers, received ${head.name} with branches. Make it with headModel(${features}, …).`,
  );
}
