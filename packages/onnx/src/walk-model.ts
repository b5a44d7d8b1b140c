import type * as tf from "@tensorflow/tfjs";
import type { UnsupportedPart } from "./errors.js";

type LayerConfig = Readonly<Record<string, unknown>>;

export interface LayerWeight {
  /** Unique in the model, `dense/kernel`: the name that saved weights have too. */
  readonly name: string;
  /** The last part of the name: `kernel`, `bias`. */
  readonly role: string;
  readonly shape: readonly number[];
}

/** One layer as plain data: what a layer compiler reads. */
export interface LayerStep {
  readonly name: string;
  readonly className: string;
  readonly config: LayerConfig;
  readonly weights: readonly LayerWeight[];
  readonly trainable: boolean;
  /** Names of the steps whose outputs this one takes. */
  readonly inputs: readonly string[];
}

export interface WalkedModel {
  /** `[height, width, channels]` of one image. */
  readonly inputShape: readonly [number, number, number];
  readonly input: string;
  /** In topological order, the input layer left out. */
  readonly steps: readonly LayerStep[];
  readonly output: string;
}

/** The layers of a model as data, in the order of computation. Problems of the model's form are added to the list. */
export function walkModel(model: tf.LayersModel, problems: UnsupportedPart[]): WalkedModel {
  const input = model.inputs[0]?.sourceLayer;
  const output = model.outputs[0]?.sourceLayer;
  const inputShape = model.inputs[0]?.shape.slice(1) ?? [];
  const report = (layer: tf.layers.Layer | undefined, reason: string) =>
    problems.push({ layer: layer?.name ?? model.name, className: layer?.getClassName() ?? "Model", reason });

  if (model.inputs.length !== 1) report(undefined, "it has several inputs; one is supported");
  if (model.outputs.length !== 1) report(undefined, "it has several outputs; one is supported");
  if (inputShape.length !== 3 || inputShape.some((extent) => extent === null)) {
    report(input, `its input has the shape [${inputShape}]; [height, width, channels] is expected`);
  }

  const callsOf = callsInModel(model);
  const layers = model.layers.filter((layer) => layer.getClassName() !== "InputLayer");
  for (const layer of layers) {
    if (callsOf.get(layer)?.size !== 1) report(layer, "it is shared by several places of the model");
  }
  return {
    inputShape: inputShape as [number, number, number],
    input: input?.name ?? "",
    steps: layers.map((layer) => layerStep(layer, callsOf.get(layer)?.values().next().value)),
    output: output?.name ?? "",
  };
}

type LayerCall = tf.layers.Layer["inboundNodes"][number];

/**
 * Each layer's calls on the way from the model's outputs back to its inputs. A layer's own list of calls would
 * not do: it also holds those of other models, such as the one whose trained layers this model reuses.
 */
function callsInModel(model: tf.LayersModel): Map<tf.layers.Layer, Set<LayerCall>> {
  const callsOf = new Map<tf.layers.Layer, Set<LayerCall>>();
  const visit = ({ sourceLayer, nodeIndex }: tf.SymbolicTensor) => {
    const call = sourceLayer.inboundNodes[nodeIndex];
    const known = callsOf.get(sourceLayer) ?? new Set();
    if (!call || known.has(call)) return;
    callsOf.set(sourceLayer, known.add(call));
    for (const input of call.inputTensors) visit(input);
  };
  for (const output of model.outputs) visit(output);
  return callsOf;
}

function layerStep(layer: tf.layers.Layer, call: LayerCall | undefined): LayerStep {
  return {
    name: layer.name,
    className: layer.getClassName(),
    config: layer.getConfig(),
    weights: layer.weights.map(({ originalName, shape }) => ({
      name: originalName,
      role: originalName.slice(originalName.lastIndexOf("/") + 1),
      shape: shape as number[],
    })),
    trainable: layer.trainable,
    inputs: call?.inboundLayers.map((inbound) => inbound.name) ?? [],
  };
}
