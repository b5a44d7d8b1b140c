import {
  buildModel,
  getPreset,
  listWeights,
  type PresetName,
  WeightsError,
  type WeightsInfo,
  weightsInfo,
} from "@imgcls/architectures";
import type { ImageShape, ObtainFileOptions } from "@imgcls/datasets";
import type { LayersModel } from "@tensorflow/tfjs";
import { fillNetwork } from "./fill-network.js";
import { type PretrainedFile, pretrainedFile } from "./pretrained-file.js";

export interface PretrainedOptions extends ObtainFileOptions {
  /**
   * "imagenet": the preferred ones of the architecture; an id of `listWeights`; the path of a file (Node; relative to the
   * working directory), or its bytes: safetensors, `.pth` of
   * `torch.save`, `.keras` or `.h5` of Keras; by path also `model.json` of TensorFlow.js, such as a run's. Default "imagenet".
   */
  readonly weights?: string | Uint8Array | undefined;
  /** `[height, width, 3]` of the model's input. Default: the size that the weights were published for. */
  readonly inputShape?: ImageShape | undefined;
}

/**
 * What is to be known to use the weights. Of a file that is none of the table's it is what the architecture's preferred
 * weights need, and `id`, `licence` and `top1` are not known.
 */
export interface PretrainedFacts extends Omit<WeightsInfo, "id" | "files" | "licence" | "top1"> {
  readonly id?: string;
  /** Share of ImageNet's validation images, 0..1. */
  readonly top1?: number;
  /** SPDX identifier. */
  readonly licence?: string;
  /** Of the file, 64 hexadecimal digits. */
  readonly sha256: string;
  /** The file, for messages: its path, or its name and the place in the cache. */
  readonly source: string;
}

export interface Pretrained {
  /** With the last layer for ImageNet's 1,000 classes; `featureExtractor` and `replaceHead` take it away. */
  readonly model: LayersModel;
  readonly facts: PretrainedFacts;
  /** False for files without the last layer ("notop"), or with one for other classes: it is all zeros, and only good to be replaced. */
  readonly hasHead: boolean;
}

/**
 * A network with weights that others have trained: by path without any network access; by name from the cache, or the network
 * the first time. Every file is checked against what is known of its digest, and a tensor that does not fit is named.
 *
 * @throws UnknownPresetError, PretrainedError for weights that are not known or not there, WeightsError for a file that is
 * damaged or of another network, BuildModelError for an input that is too small, and what `obtainFile` throws
 */
export async function loadPretrained(
  architecture: string,
  options: PretrainedOptions = {},
): Promise<Pretrained> {
  const { weights, inputShape, ...access } = options;
  const { name } = getPreset(architecture);
  return pretrainedFrom(await pretrainedFile(name, weights, access), inputShape);
}

/** @throws WeightsError, BuildModelError */
export async function pretrainedFrom(file: PretrainedFile, inputShape?: ImageShape): Promise<Pretrained> {
  const { architecture, source } = file;
  const facts = factsOf(file);
  const model = publishedNetwork(architecture, inputShape ?? [facts.size, facts.size, 3]);
  try {
    const hasHead = await fillNetwork(model, file);
    return { model, facts, hasHead };
  } catch (error) {
    model.dispose();
    if (!(error instanceof WeightsError)) throw error;
    throw new WeightsError(`${architecture} from ${source}`, error.problems);
  }
}

/** The network that weights are of, however small the images are, with ImageNet's classes and zeros for weights. */
export const publishedNetwork = (architecture: string, inputShape: ImageShape): LayersModel =>
  buildModel(architecture, {
    inputShape,
    classes: IMAGENET_CLASSES,
    ...(getPreset(architecture).options?.includes("stem") && { stem: "imagenet" }),
    initialWeights: "zeros",
  });

const IMAGENET_CLASSES = 1000;

function factsOf({ architecture, info, sha256, source }: PretrainedFile): PretrainedFacts {
  if (info !== undefined) {
    const { files: _, ...facts } = info;
    return { ...facts, sha256, source };
  }
  return { ...assumedOf(architecture as PresetName), sha256, source };
}

function assumedOf(architecture: PresetName): Omit<PretrainedFacts, "sha256" | "source"> {
  const [preferred] = listWeights(architecture);
  if (preferred !== undefined) {
    const { id: _, files: __, licence: ___, top1: ____, ...facts } = weightsInfo(preferred);
    return facts;
  }
  const { preprocessing, inputShape } = getPreset(architecture);
  const [size] = inputShape;
  // torchvision's evaluation: 224 of 256.
  const shorterSide = Math.round((size * 256) / 224);
  return {
    architecture,
    classes: IMAGENET_CLASSES,
    preprocessing,
    size,
    shorterSide,
    interpolation: "bilinear",
  };
}
