import type { LayersModel, layers } from "@tensorflow/tfjs";
import { layerInputs, outputShapeOf, type Shape } from "../summary/layer-graph.js";

export type NodeKind = "input" | "convolution" | "dense" | "pooling" | "merge" | "other";

/** One box: a layer with the normalization, activation and so on around it. */
export interface DiagramNode {
  readonly kind: NodeKind;
  /** "Conv 3×3 · 64 /2", then what follows in the same box. */
  readonly label: string;
  /** Names of the layers in the box. */
  readonly layers: readonly string[];
  /** Without the batch. */
  readonly outputShape: Shape;
  readonly parameters: number;
  /** Indices of the nodes whose outputs are its inputs. */
  readonly inputs: readonly number[];
}

/** What joins the box of the only layer before it. */
const FOLLOWERS: Readonly<Record<string, (config: Config) => string>> = {
  Activation: ({ activation }) => String(activation),
  ReLU: () => "relu",
  Softmax: () => "softmax",
  BatchNormalization: () => "BN",
  LayerNormalization: () => "LN",
  GroupNormalization: () => "GN",
  LocalResponseNormalization: () => "LRN",
  Dropout: ({ rate }) => `dropout ${rate}`,
  StochasticDepth: () => "drop path",
  LayerScale: () => "scale",
  ChannelBias: () => "bias",
  Rescaling: ({ scale }) => `× ${Number(Number(scale).toPrecision(3))}`,
};

interface Config {
  readonly [option: string]: unknown;
}

interface Building {
  kind: NodeKind;
  parts: string[];
  readonly members: layers.Layer[];
  readonly inputs: number[];
}

/** A model's layers as boxes, in the model's order. */
export function diagramNodes(model: LayersModel): DiagramNode[] {
  const consumers = consumerCounts(model);
  const nodes: Building[] = [];
  const nodeOf = new Map<layers.Layer, number>();
  const known = new Set(model.layers);
  for (const layer of model.layers) {
    const inputs = layerInputs(layer).filter((input) => known.has(input));
    const [before] = inputs;
    const isAlone = inputs.length === 1 && consumers.get(before!) === 1;
    const host = isAlone ? nodes[nodeOf.get(before!)!] : undefined;
    const config = layer.getConfig() as Config;
    const follower = FOLLOWERS[layer.getClassName()];
    if (host !== undefined && follower !== undefined && host.kind !== "input") {
      host.parts.push(follower(config));
      host.members.push(layer);
      nodeOf.set(layer, nodeOf.get(before!)!);
    } else if (host !== undefined && isPadding(host)) {
      // Padding joins the layer that it pads for.
      host.kind = kindOf(layer);
      host.parts = [labelOf(layer, config)];
      host.members.push(layer);
      nodeOf.set(layer, nodeOf.get(before!)!);
    } else {
      nodeOf.set(layer, nodes.length);
      nodes.push({
        kind: kindOf(layer),
        parts: [follower?.(config) ?? labelOf(layer, config)],
        members: [layer],
        inputs: inputs.map((input) => nodeOf.get(input)!),
      });
    }
  }
  return nodes.map(({ kind, parts, members, inputs }) => ({
    kind,
    label: parts.join(" · "),
    layers: members.map(({ name }) => name),
    outputShape: outputShapeOf(members.at(-1)!).slice(1),
    parameters: members.reduce((sum, layer) => sum + layer.countParams(), 0),
    inputs,
  }));
}

function consumerCounts(model: LayersModel): Map<layers.Layer, number> {
  const counts = new Map<layers.Layer, number>();
  const outputs = model.outputs.map(({ sourceLayer }) => sourceLayer);
  for (const input of [...model.layers.flatMap(layerInputs), ...outputs]) {
    counts.set(input, (counts.get(input) ?? 0) + 1);
  }
  return counts;
}

const isPadding = ({ members }: Building): boolean => members.at(-1)?.getClassName() === "ZeroPadding2D";

const KINDS: readonly (readonly [RegExp, NodeKind])[] = [
  [/^InputLayer$/, "input"],
  [/Conv/, "convolution"],
  [/^Dense$/, "dense"],
  [/Pool/, "pooling"],
  [/^(Add|Multiply|Average|Concatenate|Maximum|Minimum)$/, "merge"],
];

const kindOf = (layer: layers.Layer): NodeKind =>
  KINDS.find(([pattern]) => pattern.test(layer.getClassName()))?.[1] ?? "other";

const CONVOLUTIONS: Readonly<Record<string, string>> = {
  Conv2D: "Conv",
  DepthwiseConv2D: "Depthwise",
  SeparableConv2D: "Separable",
  Conv2DTranspose: "Transposed",
  GroupedConv2D: "Grouped",
};

const MERGES: Readonly<Record<string, string>> = { Add: "+", Multiply: "×", Concatenate: "concat" };

function labelOf(layer: layers.Layer, config: Config): string {
  const type = layer.getClassName();
  const window = (config.kernelSize ?? config.poolSize) as readonly number[] | undefined;
  const size = window === undefined ? "" : ` ${window.join("×")}`;
  const stride = (config.strides as readonly number[] | undefined)?.[0] ?? 1;
  const reduced = stride === 1 || window === undefined ? "" : ` /${stride}`;
  const activation =
    config.activation === undefined || config.activation === "linear"
      ? ""
      : ` · ${String(config.activation)}`;
  if (type === "InputLayer") return "image";
  if (type === "Dense") return `Dense ${String(config.units)}${activation}`;
  const convolution = CONVOLUTIONS[type];
  if (convolution !== undefined) {
    const filters = config.filters === undefined ? "" : ` · ${String(config.filters)}`;
    const groups = config.groups === undefined ? "" : ` in ${String(config.groups)}`;
    return `${convolution}${size}${filters}${groups}${reduced}${activation}`;
  }
  return MERGES[type] ?? `${type.replace(/2D$/, "").replace("Pooling", " pool")}${size}${reduced}`;
}
