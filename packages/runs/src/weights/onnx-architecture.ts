/** An ONNX file as a base: computation and weights in one, of an architecture that need not be known. */
import { OnnxBase, preprocessingFor, presets } from "@imgcls/architectures";
import { type ImageShape, sha256 } from "@imgcls/datasets";
import { externalFilesOf, OnnxFileError, onnxBaseOf } from "@imgcls/onnx";
import * as tf from "@tensorflow/tfjs";
import { readWeightsFile } from "#weights-file";
import type { FeatureBase } from "../features/feature-base.js";
import { ONNX } from "./choice.js";
import { PretrainedError } from "./errors.js";
import type { PretrainedFile } from "./pretrained-file.js";
import { folderOf, isBeside } from "./weights-path.js";

/** @throws PretrainedError when it, or a file that it names, is not there, damaged, or no network for images */
export async function onnxFileAt(path: string): Promise<PretrainedFile> {
  const bytes = await readWeightsFile(path);
  const names = inFile(path, () => externalFilesOf(bytes));
  const elsewhere = names.filter((name) => !isBeside(name));
  if (elsewhere.length > 0) {
    throw new PretrainedError([
      `${path}: expected the files with its numbers beside it, found ${elsewhere.join(", ")}`,
    ]);
  }
  const files = await Promise.all(
    names.map(async (name) => [name, await readWeightsFile(`${folderOf(path)}${name}`)] as const),
  );
  return onnxFileOf(bytes, path, new Map(files));
}

/** @throws PretrainedError when it is damaged, no network for images, or keeps its numbers in other files than these */
export async function onnxFileOf(
  bytes: Uint8Array,
  source: string,
  files: ReadonlyMap<string, Uint8Array> = new Map(),
): Promise<PretrainedFile> {
  const onnx = inFile(source, () => onnxBaseOf(bytes, files));
  return { architecture: ONNX, bytes, onnx, sha256: await sha256(bytes, ...files.values()), source };
}

function inFile<Result>(source: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof OnnxFileError)) throw error;
    throw new PretrainedError(
      error.problems.map((problem) => `${source}: ${problem}`),
      { cause: error },
    );
  }
}

/** Of networks for ImageNet, where their file says nothing: torchvision's. */
const USUAL = presets.resnet18.preprocessing;

/**
 * The file's own network as a base: it stays as it is.
 *
 * @throws PretrainedError when it takes images of another shape
 */
export function onnxFeatureBase({ onnx, source }: PretrainedFile, inputShape: ImageShape): FeatureBase {
  const { graph, weights, features, preprocessing, height, width, channels } = onnx!;
  const expected = [height ?? inputShape[0], width ?? inputShape[1], channels];
  if (String(expected) !== String(inputShape)) {
    throw new PretrainedError([
      `${source}: expected images of ${expected.join("×")}, received ${inputShape.join("×")}: bring them to that size, or choose another base`,
    ]);
  }
  const input = tf.input({ shape: [...inputShape], name: "images" });
  const weightShapes = weights.map(({ shape }) => [...shape]);
  const layer = new OnnxBase({ name: "base", graph, weightShapes, features });
  const model = tf.model({ name: ONNX, inputs: input, outputs: layer.apply(input) as tf.SymbolicTensor });
  tf.tidy(() => layer.setWeights(weights.map(({ shape, values }) => tf.tensor(values, [...shape]))));
  return { model, preprocessing: preprocessing ?? preprocessingFor(USUAL, channels) };
}
