import type { LayersModel, layers } from "@tensorflow/tfjs";
import { unzipSync } from "fflate";
import type { File, Group } from "h5wasm";
import { WeightsError } from "../errors.js";
import { assignWeights, type WeightSource } from "./assign-weights.js";
import { tensorAt, withHdf5File } from "./hdf5.js";
import type { StoredTensor } from "./stored-tensor.js";

/** The weights of one layer, in the layer's own order. */
interface StoredLayer {
  readonly name: string;
  readonly weights: readonly { readonly name: string; readonly tensor: StoredTensor | undefined }[];
}

type IsGroup = (entity: unknown) => entity is Group;

/**
 * Loads the weights of a Keras file into a model of the same architecture: `.keras` and `.weights.h5` of Keras 3,
 * `.h5` of Keras 2 (a whole model or its weights). Layers are found by name where all names agree, else by their
 * order among layers of their class (Keras 3) or among all (Keras 2). Throws WeightsError, and changes nothing, when
 * a layer is missing or left over, has a weight of another shape, or holds numbers that are not finite.
 */
export async function loadKerasWeights(model: LayersModel, file: Uint8Array): Promise<void> {
  const bytes = isZip(file) ? weightsOfArchive(model.name, file) : file;
  const weighted = model.layers.filter((layer) => layer.weights.length > 0);
  await withHdf5File(model.name, bytes, (h5, isGroup) => {
    const stored = layersOf(h5, isGroup, model.name);
    const pairs = paired(weighted, stored);
    const used = new Set(pairs.map(([, { name }]) => name));
    const unused = stored.filter(({ name, weights }) => weights.length > 0 && !used.has(name));
    assignWeights(
      model.name,
      pairs.flatMap(([layer, each]) => sourcesOf(layer, each)),
      [...unused.map(({ name }) => `"${name}" has no place in the model`), ...pairs.flatMap(extraWeights)],
    );
  });
}

/** "PK", the beginning of a zip archive. */
const isZip = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b;

const WEIGHTS_ENTRY = "model.weights.h5";
/** Keras does not pack at all, and memory is taken for what an archive says. */
const MOST_SHRUNK = 100;

function weightsOfArchive(model: string, bytes: Uint8Array): Uint8Array {
  const entries = unzip(model, bytes);
  const weights = entries[WEIGHTS_ENTRY];
  if (weights !== undefined) return weights;
  throw new WeightsError(model, [`expected "${WEIGHTS_ENTRY}" in the .keras archive, found none`]);
}

function unzip(model: string, bytes: Uint8Array): Record<string, Uint8Array> {
  try {
    return unzipSync(bytes, {
      filter({ name, size, originalSize }) {
        if (name !== WEIGHTS_ENTRY) return false;
        if (originalSize <= MOST_SHRUNK * size) return true;
        throw new Error(`"${name}" says to be ${originalSize} bytes, packed into ${size}`);
      },
    });
  } catch (cause) {
    throw new WeightsError(model, [`the .keras archive cannot be read: ${(cause as Error).message}`]);
  }
}

function layersOf(file: File, isGroup: IsGroup, model: string): StoredLayer[] {
  const whole = file.get("model_weights");
  const root = isGroup(whole) ? whole : file;
  if ("layer_names" in root.attrs) return keras2Layers(root, isGroup);
  for (const name of ["layers", "_layer_checkpoint_dependencies"]) {
    const container = file.get(name);
    if (isGroup(container)) return keras3Layers(container, isGroup);
  }
  throw new WeightsError(model, ["expected the weights of a Keras model, found another HDF5 file"]);
}

/** Attributes of the groups say the order: `layer_names`, and of each layer `weight_names`. */
const keras2Layers = (root: Group, isGroup: IsGroup): StoredLayer[] =>
  strings(root, "layer_names").flatMap((name) => {
    const group = root.get(name);
    if (!isGroup(group)) return [];
    const weights = strings(group, "weight_names").map((path) => ({
      name: path,
      tensor: tensorAt(group, path),
    }));
    return [{ name, weights }];
  });

const strings = (group: Group, attribute: string): string[] => {
  const value = group.attrs[attribute]?.value;
  return Array.isArray(value) ? value.map(String) : [];
};

/** `layers/conv2d_1/vars/0` */
const keras3Layers = (container: Group, isGroup: IsGroup): StoredLayer[] =>
  container.keys().flatMap((name) => {
    const layer = container.get(name);
    const vars = isGroup(layer) ? layer.get("vars") : null;
    if (!isGroup(vars)) return [];
    const order = vars.keys().sort((one, other) => Number(one) - Number(other));
    const weights = order.map((index) => ({
      name: `${name}/vars/${index}`,
      tensor: tensorAt(vars, index),
    }));
    return [{ name, weights }];
  });

/** Missing layers are paired with none of their weights. */
function paired(
  weighted: readonly layers.Layer[],
  stored: readonly StoredLayer[],
): (readonly [layers.Layer, StoredLayer])[] {
  const byName = new Map(stored.map((layer) => [layer.name, layer]));
  const missing = (name: string): StoredLayer => ({ name, weights: [] });
  const names = weighted.every(({ name }) => byName.has(name))
    ? weighted.map(({ name }) => name)
    : isKeras3(stored)
      ? classNames(weighted)
      : stored.filter(({ weights }) => weights.length > 0).map(({ name }) => name);
  return weighted.map((layer, index) => {
    const name = names[index] ?? layer.name;
    return [layer, byName.get(name) ?? missing(name)] as const;
  });
}

const isKeras3 = (stored: readonly StoredLayer[]): boolean =>
  stored.some(({ weights }) => weights.some(({ name }) => /\/vars\/\d+$/.test(name)));

/** As Keras 3 names them in its files: the class in snake case, and a count. */
function classNames(weighted: readonly layers.Layer[]): string[] {
  const used = new Map<string, number>();
  return weighted.map((layer) => {
    const kind = KERAS_CLASSES[layer.getClassName()] ?? snakeCase(layer.getClassName());
    const count = used.get(kind) ?? 0;
    used.set(kind, count + 1);
    return count === 0 ? kind : `${kind}_${count}`;
  });
}

/** What is another class there. */
const KERAS_CLASSES: Readonly<Record<string, string>> = { GroupedConv2D: "conv2d" };

/** BatchNormalization → batch_normalization, DepthwiseConv2D → depthwise_conv2d. */
const snakeCase = (name: string): string =>
  name
    .replace(/(.)([A-Z][a-z]+)/g, "$1_$2")
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .toLowerCase();

const extraWeights = ([layer, { weights }]: readonly [layers.Layer, StoredLayer]): string[] =>
  weights
    .slice(layer.weights.length)
    .map(({ name }) => `"${name}" has no place in layer "${layer.name}" (${layer.getClassName()})`);

const sourcesOf = (layer: layers.Layer, { name, weights }: StoredLayer): WeightSource[] =>
  layer.weights.map((weight, index) => {
    const stored = weights[index];
    return {
      weight,
      tensor: stored?.name ?? `${name}/${index}`,
      found: stored?.tensor?.shape,
      expected: weight.shape as number[],
      values: () => stored?.tensor?.values() ?? new Float32Array(),
    };
  });
