/** Which format a file of weights has is found out here, by its first bytes. */
import {
  featureExtractor,
  loadLayersModelWeights,
  loadPytorchWeights,
  WeightsError,
} from "@imgcls/architectures";
import type { LayersModel } from "@tensorflow/tfjs";
import type { PretrainedFile } from "./pretrained-file.js";

/**
 * Writes the weights of a file into a network: of safetensors, of `torch.save` (`.pth`, `.pt`); of Keras (`.keras`, `.h5`)
 * and of TensorFlow.js (`model.json`) also without the last layer, or with one for other classes.
 *
 * @returns whether the file has the last layer; if not, that one stays as it was
 * @throws WeightsError, and changes nothing, when the file is damaged or of another network
 */
export async function fillNetwork(
  model: LayersModel,
  { bytes, manifest }: Pick<PretrainedFile, "bytes" | "manifest">,
): Promise<boolean> {
  if (manifest !== undefined) return fillFromLayersModel(model, manifest, bytes);
  if (isHdf5(bytes) || isKerasArchive(bytes)) return fillFromKeras(model, bytes);
  loadPytorchWeights(model, bytes);
  return true;
}

async function fillFromKeras(model: LayersModel, bytes: Uint8Array): Promise<boolean> {
  const { loadKerasWeights } = await import("@imgcls/architectures/keras");
  return wholeOrBase(model, (network) => loadKerasWeights(network, bytes));
}

function fillFromLayersModel(model: LayersModel, manifest: unknown, bytes: Uint8Array): Promise<boolean> {
  const base = new Set(featureExtractor(model).layers.map(({ name }) => name));
  const head = model.layers.filter(({ name }) => !base.has(name)).map(({ name }) => `${name}/`);
  const ofHead = new RegExp(`^(${head.map((name) => name.replace(/[^\w/]/g, "\\$&")).join("|")})`);
  return wholeOrBase(model, async (network) =>
    loadLayersModelWeights(
      network,
      manifest,
      bytes,
      network === model ? {} : { ignore: [ofHead, OF_COMPUTED_HEAD, OF_TEACHABLE_MACHINE] },
    ),
  );
}

/** As `headModel` names its layers. */
const OF_COMPUTED_HEAD = /^head\./;

/** Its hidden layer and its last one, in what it exports for TensorFlow.js. */
const OF_TEACHABLE_MACHINE = /^dense_Dense\d+\//;

/** @returns whether the whole network was loaded */
async function wholeOrBase(
  model: LayersModel,
  load: (network: LayersModel) => Promise<void>,
): Promise<boolean> {
  const ofWhole = await refusal(load(model));
  if (ofWhole === undefined) return true;
  const ofBase = await refusal(load(featureExtractor(model)));
  if (ofBase === undefined) return false;
  // Of a file of another network, whichever part of it fits better says more.
  throw ofBase.problems.length < ofWhole.problems.length ? ofBase : ofWhole;
}

async function refusal(loading: Promise<void>): Promise<WeightsError | undefined> {
  try {
    await loading;
    return undefined;
  } catch (error) {
    if (error instanceof WeightsError) return error;
    throw error;
  }
}

const HDF5 = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];
const ZIP = [0x50, 0x4b, 3, 4];

const beginsWith = (bytes: Uint8Array, signature: readonly number[]): boolean =>
  signature.every((byte, at) => bytes[at] === byte);

const isHdf5 = (bytes: Uint8Array): boolean => beginsWith(bytes, HDF5);

/** Files of `torch.save` are archives, too; what a Keras archive begins with is one of its three files. */
function isKerasArchive(bytes: Uint8Array): boolean {
  if (!beginsWith(bytes, ZIP)) return false;
  const name = new TextDecoder().decode(bytes.subarray(FIRST_NAME, FIRST_NAME + LONGEST_NAME));
  return ["metadata.json", "config.json", "model.weights.h5"].some((each) => name.startsWith(each));
}

/** Where the name of an archive's first file begins, behind its header. */
const FIRST_NAME = 30;
const LONGEST_NAME = 16;
