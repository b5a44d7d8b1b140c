// The LayersModel format of TensorFlow.js: any program with tf.loadLayersModel reads these two files.
import * as tf from "@tensorflow/tfjs";
import { variablesByName, type WeightMap, weightProblems, writeWeights } from "../model-weights.js";
import { RunFolderError } from "./errors.js";
import { jsonBytes, parseJson } from "./json.js";

export const MODEL_FILE = "model.json";
export const WEIGHTS_FILE = "weights.bin";

export async function modelFiles(model: tf.LayersModel): Promise<Map<string, Uint8Array>> {
  let artifacts: tf.io.ModelArtifacts | undefined;
  await model.save(
    tf.io.withSaveHandler(async (saved) => {
      artifacts = saved;
      return { modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(saved) };
    }),
  );
  const { modelTopology, weightSpecs, weightData, format, generatedBy } = artifacts!;
  const json = {
    format,
    generatedBy,
    convertedBy: null,
    modelTopology,
    weightsManifest: [{ paths: [WEIGHTS_FILE], weights: weightSpecs }],
  };
  const weights = new Uint8Array(tf.io.CompositeArrayBuffer.join(weightData));
  return new Map([
    [MODEL_FILE, jsonBytes(json)],
    [WEIGHTS_FILE, weights],
  ]);
}

/** Throws RunFolderError when the files are damaged or the weights do not fit the model. */
export async function modelFromFiles(json: Uint8Array, weights: Uint8Array): Promise<tf.LayersModel> {
  const { modelTopology, weightsManifest } = parseJson(MODEL_FILE, json) as Partial<tf.io.ModelJSON>;
  const specs = weightsManifest?.flatMap((group) => group.weights);
  if (!modelTopology || !specs) {
    throw new RunFolderError(MODEL_FILE, "expected modelTopology and weightsManifest, found not both.");
  }
  const expectedBytes = specs.reduce((sum, { shape }) => sum + 4 * shape.reduce((a, b) => a * b, 1), 0);
  if (weights.byteLength !== expectedBytes) {
    throw new RunFolderError(
      WEIGHTS_FILE,
      `expected ${expectedBytes} bytes, found ${weights.byteLength}. The file is damaged or belongs to another model.`,
    );
  }
  const model = await tf.models
    .modelFromJSON({ modelTopology: modelTopology as never })
    .catch((cause: Error) => {
      throw new RunFolderError(
        MODEL_FILE,
        `TensorFlow.js cannot build the model (${cause.message.replace(/\s+/g, " ")}).${adviceOn(cause)}`,
        {
          cause,
        },
      );
    });
  const values = decodeWeights(specs, weights);
  const problems = [...shapeProblems(model, specs), ...weightProblems(model, values)];
  if (problems.length > 0) {
    model.dispose();
    throw new RunFolderError(WEIGHTS_FILE, `the weights do not fit the model: ${problems.join("; ")}.`);
  }
  writeWeights(model, values);
  return model;
}

/** TensorFlow.js asks for a class that somebody has to register. */
const adviceOn = ({ message }: Error): string =>
  message.includes("Unknown layer")
    ? " If it is one of @imgcls/architectures, call its registerLayers() first; a layer of your own is registered with tf.serialization.registerClass."
    : "";

function shapeProblems(model: tf.LayersModel, specs: readonly tf.io.WeightsManifestEntry[]): string[] {
  const variables = variablesByName(model);
  return specs.flatMap(({ name, shape, dtype }) => {
    const expected = variables.get(name)?.shape;
    if (dtype !== "float32") return [`"${name}": expected float32, found ${dtype}`];
    if (expected === undefined || String(expected) === String(shape)) return [];
    return [`"${name}": expected [${expected}], found [${shape}]`];
  });
}

function decodeWeights(specs: readonly tf.io.WeightsManifestEntry[], bytes: Uint8Array): WeightMap {
  const values = new Float32Array(bytes.slice().buffer);
  let start = 0;
  return new Map(
    specs.map(({ name, shape }) => {
      const end = start + shape.reduce((product, extent) => product * extent, 1);
      const own = values.subarray(start, end);
      start = end;
      return [name, own];
    }),
  );
}
