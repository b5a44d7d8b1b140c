// Keras describes layers with options that TensorFlow.js does not know, or knows by another name, and drops without a word.
// Here they are translated where there is a layer that does the same, and named where there is none.
import type { LayersModel } from "@tensorflow/tfjs";

type Json = null | boolean | number | string | readonly Json[] | JsonObject;
interface JsonObject {
  readonly [key: string]: Json | undefined;
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

/** Layers hold models, too. */
const isModel = (description: JsonObject): boolean =>
  isObject(description.config) && isList(description.config.layers);

/**
 * A model's description in the form of Keras 2, which TensorFlow.js reads: Keras 3's batch shapes, data types and
 * connections, and activations with a slope or a threshold.
 *
 * @param problems gets a sentence for each option that cannot be had
 */
export function readableTopology(topology: object, problems: string[]): object {
  const given = topology as JsonObject;
  const wrapped = given.model_config;
  if (isObject(wrapped)) return { ...given, model_config: readableModel(wrapped, problems) };
  return isModel(given) ? readableModel(given, problems) : topology;
}

function readableModel(model: JsonObject, problems: string[]): JsonObject {
  const config = model.config as JsonObject;
  const given = config.layers as readonly JsonObject[];
  if (given.some(isOfKeras3)) problems.push(...given.flatMap(otherActivations));
  const layers = given.map((layer) => readableLayer(layer, problems));
  return {
    ...model,
    config: {
      ...config,
      layers,
      ...(config.input_layers === undefined ? {} : { input_layers: listOfTensors(config.input_layers) }),
      ...(config.output_layers === undefined ? {} : { output_layers: listOfTensors(config.output_layers) }),
    },
  };
}

/** Keras 2 says "batch_input_shape". */
const isOfKeras3 = ({ config }: JsonObject): boolean => isObject(config) && config.batch_shape !== undefined;

/** `relu6(x + 3) / 6` since Keras 3; before, and in TensorFlow.js, `clip(0.2 · x + 0.5)`. */
const otherActivations = ({ class_name, config }: JsonObject): string[] =>
  isObject(config) && config.activation === "hard_sigmoid"
    ? [
        `layer "${config.name}" (${class_name}): TensorFlow.js's hard_sigmoid has the slope 0.2, Keras 3's 1/6; build it of ReLU with max_value 6 and Rescaling`,
      ]
    : [];

/** Keras 3 has one tensor by itself, and a list only of several. */
const listOfTensors = (tensors: Json): Json =>
  isList(tensors) && typeof tensors[0] === "string" ? [tensors] : tensors;

function readableLayer(layer: JsonObject, problems: string[]): JsonObject {
  const inner = isModel(layer) ? readableModel(layer, problems) : layer;
  const name =
    String(inner.name ?? (isObject(inner.config) ? inner.config.name : "")) || String(inner.class_name);
  const report = (problem: string) => problems.push(`layer "${name}" (${inner.class_name}): ${problem}`);
  const config = readableConfig(isObject(inner.config) ? inner.config : {}, report);
  const translated = { ...inner, ...activationLayer(String(inner.class_name), config, report) };
  return inner.inbound_nodes === undefined
    ? translated
    : { ...translated, inbound_nodes: connections(inner.inbound_nodes, report) };
}

function readableConfig(config: JsonObject, report: (problem: string) => void): JsonObject {
  const { batch_shape, ...others } = config;
  return {
    ...others,
    ...(batch_shape === undefined ? {} : { batch_input_shape: batch_shape }),
    ...(isObject(config.dtype) ? { dtype: dataType(config.dtype, report) } : {}),
  };
}

/** Weights of a mixed policy are float32, and computing in float32 too is more exact. */
function dataType({ config }: JsonObject, report: (problem: string) => void): Json {
  const name = isObject(config) ? config.name : undefined;
  if (name === "float32" || String(name).startsWith("mixed_")) return "float32";
  report(`expected the data type float32, found ${JSON.stringify(name)}`);
  return "float32";
}

/** `LeakyReLU` and `ReLU` with Keras 3's options, as the layers that TensorFlow.js has for the same. */
function activationLayer(
  className: string,
  config: JsonObject,
  report: (problem: string) => void,
): JsonObject {
  const { negative_slope, threshold, ...others } = config;
  if (className === "LeakyReLU" && negative_slope !== undefined) {
    return { config: { ...others, alpha: negative_slope } };
  }
  if (className !== "ReLU") return { config };
  const [slope, from, most] = [Number(negative_slope ?? 0), Number(threshold ?? 0), others.max_value ?? null];
  const { max_value: _, ...unlimited } = others;
  if (slope === 0 && from === 0) return { config: others };
  if (from === 0 && most === null) return { class_name: "LeakyReLU", config: { ...unlimited, alpha: slope } };
  if (slope === 0 && most === null)
    return { class_name: "ThresholdedReLU", config: { ...unlimited, theta: from } };
  report(`TensorFlow.js has no layer with negative_slope ${slope}, threshold ${from} and max_value ${most}`);
  return { config: others };
}

/** Keras 3's `{ args, kwargs }` of each call → Keras 2's `[[layer, node, tensor, kwargs], …]`. */
function connections(nodes: Json, report: (problem: string) => void): Json {
  if (!isList(nodes)) return nodes;
  return nodes.map((node) => {
    if (!isObject(node) || !isList(node.args)) return node;
    const kwargs = isObject(node.kwargs) ? node.kwargs : {};
    const given = Object.keys(kwargs).filter((key) => key !== "training" && kwargs[key] !== null);
    if (given.length > 0) report(`it is called with ${given.join(", ")}, which TensorFlow.js does not read`);
    return node.args.flat().flatMap((tensor) => {
      const history = isObject(tensor) && isObject(tensor.config) ? tensor.config.keras_history : undefined;
      return isList(history) ? [[...history, {}]] : [];
    });
  });
}

/** Options of Keras's layers that TensorFlow.js does not read, with the value that it computes by. */
const NOT_READ: Readonly<Record<string, Json>> = {
  antialias: false,
  crop_to_aspect_ratio: false,
  groups: 1,
  keepdims: false,
  negative_slope: 0,
  pad_to_aspect_ratio: false,
  renorm: false,
  rms_scaling: false,
  threshold: 0,
};

/** Options of the description that the model's layers do not have: a sentence each. */
export function droppedOptions(model: LayersModel, topology: object): string[] {
  const given = topology as JsonObject;
  const { config } = isObject(given.model_config) ? given.model_config : given;
  const layers = isObject(config) && isList(config.layers) ? (config.layers as readonly JsonObject[]) : [];
  return layers.flatMap((description) => {
    const own = isObject(description.config) ? description.config : {};
    const layer = model.layers.find(({ name }) => name === own.name);
    if (layer === undefined) return [];
    const known = layer.getConfig();
    return Object.entries(NOT_READ)
      .filter(([key, read]) => own[key] !== undefined && own[key] !== read && !(key in known))
      .map(
        ([key]) =>
          `layer "${layer.name}" (${layer.getClassName()}): TensorFlow.js does not read its ${key}, which is ${JSON.stringify(own[key])}`,
      );
  });
}
