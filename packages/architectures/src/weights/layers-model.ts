import * as tf from "@tensorflow/tfjs";
import { WeightsError } from "../errors.js";
import { checkOptions } from "../option-checks.js";
import { assignWeights, type WeightSource } from "./assign-weights.js";

export interface LayersModelWeightsOptions {
  /** Weights that the model has no use for and that are no mistake: [/^classifier\//]. Default none. */
  readonly ignore?: readonly RegExp[];
}

/**
 * Loads the weights of a saved LayersModel of TensorFlow.js into a model of the same architecture, whatever its topology says.
 * Weights are found by name where all names agree, else by their order, if they are as many. Throws WeightsError, and
 * changes nothing, unless every weight fits and all numbers are finite.
 *
 * @param manifest `weightsManifest` of its `model.json`
 * @param data the files that the manifest names, one after the other
 */
export function loadLayersModelWeights(
  model: tf.LayersModel,
  manifest: unknown,
  data: Uint8Array,
  options: LayersModelWeightsOptions = {},
): void {
  checkOptions("loadLayersModelWeights", options, {
    ignore: {
      expected: "a list of regular expressions",
      accepts: (value) => Array.isArray(value) && value.every((each) => each instanceof RegExp),
    },
  });
  const { ignore = [] } = options;
  const stored = tensorsOf(model.name, manifest, data);
  const names = namesFor(
    model,
    [...stored.keys()].filter((name) => !ignore.some((pattern) => pattern.test(name))),
  );
  const used = new Set(names);
  const unused = [...stored.keys()].filter(
    (name) => !used.has(name) && !ignore.some((pattern) => pattern.test(name)),
  );
  assignWeights(
    model.name,
    model.weights.map((weight, at) => sourceOf(weight, names[at]!, stored)),
    unused.map((name) => `"${name}" has no place in the model`),
  );
}

interface StoredWeight {
  readonly shape: readonly number[];
  values(): Float32Array;
}

/** The stored name for each weight of the model. */
function namesFor(model: tf.LayersModel, stored: readonly string[]): readonly string[] {
  const own = model.weights.map(({ originalName }) => originalName);
  const known = new Set(stored);
  return own.some((name) => known.has(name)) || stored.length !== own.length ? own : stored;
}

const sourceOf = (
  weight: WeightSource["weight"],
  tensor: string,
  stored: ReadonlyMap<string, StoredWeight>,
): WeightSource => ({
  weight,
  tensor,
  found: stored.get(tensor)?.shape,
  expected: weight.shape as number[],
  values: () => stored.get(tensor)!.values(),
});

function tensorsOf(model: string, manifest: unknown, data: Uint8Array): Map<string, StoredWeight> {
  const specs = specsOf(manifest);
  if (specs === undefined) {
    throw new WeightsError(model, ["expected the weightsManifest of a LayersModel, found something else"]);
  }
  const expected = specs.reduce((sum, spec) => sum + bytesOf(spec), 0);
  if (expected !== data.length) {
    throw new WeightsError(model, [`expected ${expected} bytes of numbers, found ${data.length}`]);
  }
  let at = 0;
  return new Map(
    specs.map((spec) => {
      const from = at;
      at += bytesOf(spec);
      const bytes = data.subarray(from, at);
      return [spec.name, { shape: spec.shape, values: () => decoded(spec, bytes) }];
    }),
  );
}

type Spec = tf.io.WeightsManifestEntry;

function specsOf(manifest: unknown): readonly Spec[] | undefined {
  if (!Array.isArray(manifest)) return undefined;
  const specs = manifest.flatMap((group: { readonly weights?: unknown } | null) => group?.weights ?? []);
  return specs.every(isSpec) ? specs : undefined;
}

const isSpec = (value: unknown): value is Spec => {
  const { name, shape, dtype, quantization } = (value ?? {}) as Partial<Spec>;
  return (
    typeof name === "string" &&
    Array.isArray(shape) &&
    shape.every((extent) => Number.isSafeInteger(extent) && extent >= 0) &&
    dtype === "float32" &&
    (quantization === undefined || Object.hasOwn(QUANTIZED_BYTES, String(quantization?.dtype)))
  );
};

const QUANTIZED_BYTES = { uint8: 1, uint16: 2, float16: 2 } as const;

const bytesOf = ({ shape, quantization }: Spec): number =>
  shape.reduce((product, extent) => product * extent, 1) *
  (quantization === undefined ? 4 : QUANTIZED_BYTES[quantization.dtype]);

/** TensorFlow.js itself undoes its quantization. */
function decoded(spec: Spec, bytes: Uint8Array): Float32Array {
  const { [spec.name]: tensor } = tf.io.decodeWeights(new Uint8Array(bytes).buffer, [spec]);
  const values = tensor!.dataSync<"float32">();
  tensor!.dispose();
  return values;
}
