import { listWeights, type WeightsInfo, weightsInfo } from "@imgcls/architectures";
import { type ObtainFileOptions, sha256 } from "@imgcls/datasets";
import type { OnnxBase } from "@imgcls/onnx";
import { readWeightsFile } from "#weights-file";
import { choiceProblems, knownWeights, NO_WEIGHTS, ONNX, PREFERRED } from "./choice.js";
import { PretrainedError } from "./errors.js";
import { layersModelAt } from "./layers-model-file.js";
import { obtainWeights } from "./obtain-weights.js";
import { onnxFileAt, onnxFileOf } from "./onnx-architecture.js";
import { isLayersModelPath, isWeightsPath } from "./weights-path.js";

/** A file of weights for an architecture. */
export interface PretrainedFile {
  readonly architecture: string;
  readonly bytes: Uint8Array;
  /** Of a LayersModel of TensorFlow.js: its `weightsManifest`, which says what the bytes are. */
  readonly manifest?: unknown;
  /** Of an ONNX file: what is a base of it. */
  readonly onnx?: OnnxBase | undefined;
  /** 64 hexadecimal digits. */
  readonly sha256: string;
  /** For messages: its path, or its name and the place in the cache. */
  readonly source: string;
  /** What is known of it, where it is one of the table's: by its id, the name of the file or its digest. */
  readonly info?: WeightsInfo | undefined;
}

/**
 * Reads a file by path without any network access, or gets weights by name.
 *
 * @param bytes of the file, where it is open already
 * @throws PretrainedError for weights that are not known or not there, and what `obtainFile` throws
 */
export async function pretrainedFile(
  architecture: string,
  weights: string | Uint8Array = PREFERRED,
  access: ObtainFileOptions = {},
): Promise<PretrainedFile> {
  if (typeof weights !== "string") {
    return architecture === ONNX ? onnxFileOf(weights, "a file") : openFile(architecture, weights, "a file");
  }
  const problems =
    weights === NO_WEIGHTS
      ? [`weights: expected those that others have trained, received "${NO_WEIGHTS}"`]
      : choiceProblems(architecture, weights, "weights");
  if (problems.length > 0) throw new PretrainedError(problems);
  if (architecture === ONNX) return onnxFileAt(weights);
  const info = knownWeights(architecture, weights);
  if (isLayersModelPath(weights)) return { architecture, ...(await layersModelAt(weights)), source: weights };
  if (isWeightsPath(weights)) return openFile(architecture, await readWeightsFile(weights), weights, info);
  const { name: source, ...obtained } = await obtainWeights(info!, access);
  return { architecture, ...obtained, source, info };
}

async function openFile(
  architecture: string,
  bytes: Uint8Array,
  source: string,
  info?: WeightsInfo,
): Promise<PretrainedFile> {
  const digest = await sha256(bytes);
  return { architecture, bytes, sha256: digest, source, info: info ?? knownByDigest(architecture, digest) };
}

const knownByDigest = (architecture: string, digest: string): WeightsInfo | undefined =>
  listWeights(architecture)
    .map(weightsInfo)
    .find(({ files }) =>
      files.some(({ sha256Prefix }) => sha256Prefix !== undefined && digest.startsWith(sha256Prefix)),
    );
