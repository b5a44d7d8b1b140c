import type { LayersModel, layers } from "@tensorflow/tfjs";
import { checkOptions } from "../option-checks.js";
import { layerInputs, outputShapeOf } from "../summary/layer-graph.js";
import { assignWeights, type WeightSource } from "./assign-weights.js";
import { type NamedShape, namedAs } from "./other-names.js";
import { permuted } from "./permute.js";
import { isPytorchFile, readPytorchFile } from "./pytorch-file.js";
import { readSafetensors } from "./safetensors.js";
import type { StoredTensor, StoredTensors } from "./stored-tensor.js";

export interface PytorchWeightsOptions {
  /** Tensors that the model has no use for and that are no mistake: ["aux1.*"]. Default none. */
  readonly ignore?: readonly RegExp[];
}

/** Counters of batch normalization, which only PyTorch keeps. */
const ALWAYS_IGNORED = /\.num_batches_tracked$/;

/**
 * Loads a PyTorch state dictionary, a file of safetensors or of `torch.save` (`.pth`, `.pt`), into a model whose layers
 * have the names of PyTorch's modules, as the architectures "as torchvision" and "as timm" have. All names may begin with
 * something more ("module."). When no name is the model's, the tensors of a `.pth` file are taken in their order, if
 * kinds and shapes agree one by one: for a model as `createModel` builds it. What a file does not say, as padding and the
 * epsilon of normalizations, is the model's. Throws WeightsError, and changes nothing, unless every weight has its tensor
 * of the right shape, every tensor its weight, and all numbers are finite.
 */
export function loadPytorchWeights(
  model: LayersModel,
  file: Uint8Array | StoredTensors,
  options: PytorchWeightsOptions = {},
): void {
  checkOptions("loadPytorchWeights", options, {
    ignore: {
      expected: "a list of regular expressions",
      accepts: (value) => Array.isArray(value) && value.every((each) => each instanceof RegExp),
    },
  });
  const { ignore = [] } = options;
  const given = file instanceof Uint8Array ? readTensors(file) : file;
  const expected = pytorchTensors(model);
  const isIgnored = (name: string) => [ALWAYS_IGNORED, ...ignore].some((pattern) => pattern.test(name));
  const tensors = namedAs(expected, given, isIgnored);
  const sources = model.layers.flatMap((layer) =>
    layer.weights.map((weight) => sourceOf(layer, weight, tensors)),
  );
  const used = new Set(sources.map(({ tensor }) => tensor));
  const unused = [...tensors.keys()].filter((name) => !used.has(name) && !isIgnored(name));
  assignWeights(
    model.name,
    sources,
    unused.map((name) => `"${name}" has no place in the model; ignore it if that is meant`),
  );
}

const readTensors = (bytes: Uint8Array): StoredTensors =>
  isPytorchFile(bytes) ? readPytorchFile(bytes) : readSafetensors(bytes);

/**
 * The tensors that `loadPytorchWeights` expects for a model, with PyTorch's shapes, in the order in which the layers were
 * created.
 */
export const pytorchTensors = (model: LayersModel): NamedShape[] =>
  [...model.layers]
    .sort((one, other) => one.id - other.id)
    .flatMap((layer) =>
      layer.weights.map((weight) => {
        const layout = layoutOf(layer, weight);
        return { name: nameOf(layer, layout), shape: layout.shape };
      }),
    );

type Weight = layers.Layer["weights"][number];

/** A layout that PyTorch has for a weight of the model. */
interface Layout {
  /** Of PyTorch's module, "" for a parameter that is named as the layer itself. */
  readonly suffix: string;
  readonly shape: readonly number[];
  /** For each axis of the model's weight the axis of PyTorch's tensor; none: the same numbers in the same order. */
  readonly axes?: readonly number[];
  /** The shape that these axes are of. Default: `shape`. */
  readonly view?: readonly number[];
}

const nameOf = (layer: layers.Layer, { suffix }: Pick<Layout, "suffix">): string =>
  suffix === "" ? layer.name : `${layer.name}.${suffix}`;

function sourceOf(layer: layers.Layer, weight: Weight, tensors: StoredTensors): WeightSource {
  const { shape, axes, view = shape, ...layout } = layoutOf(layer, weight);
  const tensor = nameOf(layer, layout);
  const stored: StoredTensor | undefined = tensors.get(tensor);
  return {
    weight,
    tensor,
    found: stored?.shape,
    expected: shape,
    values: () => {
      const values = stored?.values() ?? new Float32Array();
      return axes === undefined ? values : permuted(values, view, axes);
    },
  };
}

/** PyTorch's names for the weights of normalizations. */
const NORMALIZATION: Readonly<Record<string, string>> = {
  gamma: "weight",
  beta: "bias",
  moving_mean: "running_mean",
  moving_variance: "running_var",
};

function layoutOf(layer: layers.Layer, weight: Weight): Layout {
  const role = weight.originalName.slice(weight.originalName.lastIndexOf("/") + 1);
  const shape = weight.shape as number[];
  const [height = 1, width = 1, inputs = 1, outputs = 1] = shape;
  switch (`${layer.getClassName()} ${role}`) {
    case "Conv2D kernel":
    case "GroupedConv2D kernel":
      return { suffix: "weight", shape: [outputs, inputs, height, width], axes: [2, 3, 1, 0] };
    case "DepthwiseConv2D depthwise_kernel":
      // PyTorch's output channel is channel · multiplier + index.
      return { suffix: "weight", shape: [inputs, outputs, height, width], axes: [2, 3, 0, 1] };
    case "Dense kernel":
      return denseLayout(layer, shape as [number, number]);
    case "LayerScale gamma":
    case "ChannelBias bias":
      return { suffix: "", shape };
    default:
      return { suffix: NORMALIZATION[role] ?? role, shape };
  }
}

/** Behind a Flatten, PyTorch's inputs are in the order channel, row, column; the model's row, column, channel. */
function denseLayout(layer: layers.Layer, [inputs, units]: readonly [number, number]): Layout {
  const maps = flattenedShape(layer);
  if (maps === undefined) return { suffix: "weight", shape: [units, inputs], axes: [1, 0] };
  const [height, width, channels] = maps;
  const view = [units, channels, height, width];
  return { suffix: "weight", shape: [units, inputs], view, axes: [2, 3, 1, 0] };
}

const PASSING = new Set(["Dropout", "Activation"]);

function flattenedShape(layer: layers.Layer): readonly [number, number, number] | undefined {
  let [before] = layerInputs(layer);
  while (before !== undefined && PASSING.has(before.getClassName())) [before] = layerInputs(before);
  if (before?.getClassName() !== "Flatten") return undefined;
  const [maps] = layerInputs(before);
  const shape = maps === undefined ? [] : outputShapeOf(maps).slice(1);
  return shape.length === 3 ? (shape as unknown as readonly [number, number, number]) : undefined;
}
