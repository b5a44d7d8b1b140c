import type * as tf from "@tensorflow/tfjs";

export type Layer = tf.layers.Layer;

export interface FoundLayer {
  readonly layer: Layer;
  /** It does not learn: itself, a model around it or each of its weights was frozen. */
  readonly isFrozen: boolean;
}

/** The layers of a model, those of models inside it too; a layer that is called several times comes once. */
export function layersOf(model: tf.LayersModel): readonly FoundLayer[] {
  const found = new Map<Layer, FoundLayer>();
  visit(model, false, found);
  return [...found.values()];
}

function visit(model: tf.LayersModel, isFrozen: boolean, found: Map<Layer, FoundLayer>): void {
  const isFrozenHere = isFrozen || !model.trainable;
  for (const layer of model.layers) {
    if (isModel(layer)) visit(layer, isFrozenHere, found);
    else found.set(layer, { layer, isFrozen: isFrozenHere || hasOnlyFrozen(layer) });
  }
}

const isModel = (layer: Layer): layer is tf.LayersModel => "layers" in layer && "outputs" in layer;

/**
 * `base.trainable = false` freezes the weights of a model's layers and leaves the layers' own mark. It is all that tells
 * where a new model is built of the base's layers (`tf.model({ inputs: base.inputs, outputs: head(base.output) })`).
 */
function hasOnlyFrozen(layer: Layer): boolean {
  if (!layer.trainable) return true;
  const own = Reflect.get(layer, "_trainableWeights") as readonly unknown[];
  return own.length > 0 && layer.trainableWeights.length === 0;
}
