import type { LayersModel, layers } from "@tensorflow/tfjs";
import { layerInputs } from "../summary/layer-graph.js";

export interface Head {
  /** The dense layer or convolution that gives each class its number. */
  readonly layer: layers.Layer;
  /** What comes after it, in order: activation, pooling or scaling. */
  readonly after: readonly layers.Layer[];
  /** The layer whose output is the head's input. */
  readonly input: layers.Layer;
}

const CLASSIFYING = new Set(["Dense", "Conv2D"]);

/** Where a model with one output turns features into numbers for classes: its last dense layer or convolution. */
export function headOf(model: LayersModel): Head {
  if (model.outputs.length !== 1) {
    throw new Error(
      `[imgcls/architectures] ${model.name}: expected one output, found ${model.outputs.length}. Build it without auxiliary heads.`,
    );
  }
  const after: layers.Layer[] = [];
  let layer: layers.Layer | undefined = model.outputs[0]?.sourceLayer;
  while (layer !== undefined && !CLASSIFYING.has(layer.getClassName())) {
    after.unshift(layer);
    layer = onlyInput(layer);
  }
  const input = layer === undefined ? undefined : onlyInput(layer);
  if (layer === undefined || input === undefined) {
    throw new Error(
      `[imgcls/architectures] ${model.name}: expected a dense layer or a convolution at its end, found ${after.map((each) => each.getClassName()).join(", ")}.`,
    );
  }
  return { layer, after, input };
}

function onlyInput(layer: layers.Layer): layers.Layer | undefined {
  const inputs = layerInputs(layer);
  return inputs.length === 1 ? inputs[0] : undefined;
}
