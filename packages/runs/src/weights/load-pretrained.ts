import {
  buildModel,
  getPreset,
  listWeights,
  loadPytorchWeights,
  type PresetName,
  WeightsError,
  type WeightsInfo,
  weightsInfo,
} from "@imgcls/architectures";
import { type ImageShape, type ObtainFileOptions, sha256 } from "@imgcls/datasets";
import type { Preprocessing } from "@imgcls/training";
import type { LayersModel } from "@tensorflow/tfjs";
import { readWeightsFile } from "#weights-file";
import { choiceOf, choiceProblems, PREFERRED } from "./choice.js";
import { PretrainedError } from "./errors.js";
import { obtainWeights } from "./obtain-weights.js";

export interface PretrainedOptions extends ObtainFileOptions {
  /**
   * "imagenet": the preferred ones of the architecture; an id of `listWeights`; the path of a file (Node; relative to the
   * working directory), or its bytes: safetensors, or `.pth` of `torch.save`. Default "imagenet".
   */
  readonly weights?: string | Uint8Array | undefined;
  /** `[height, width, 3]` of the model's input. Default: the size that the weights were published for. */
  readonly inputShape?: ImageShape | undefined;
}

/** What is to be known to use the weights. */
export interface PretrainedFacts
  extends Pick<WeightsInfo, "architecture" | "classes" | "size" | "shorterSide" | "interpolation"> {
  /** Of the table; absent for a file that is none of its own. The facts are those of the architecture's preferred ones then. */
  readonly id?: string;
  /** The file, for messages: its path, or its name in the cache. */
  readonly source: string;
  /** Of the file, 64 hexadecimal digits. */
  readonly sha256: string;
  readonly preprocessing: Preprocessing;
  /** SPDX identifier, where it is known. */
  readonly licence?: string;
  /** Share of ImageNet's validation images, 0..1, where it is published. */
  readonly top1?: number;
}

export interface Pretrained {
  /** With the last layer for ImageNet's 1,000 classes; `featureExtractor` and `replaceHead` take it away. */
  readonly model: LayersModel;
  readonly facts: PretrainedFacts;
}

/**
 * A network with weights that others have trained: by path without any network access; by name from the cache, or the network
 * the first time. Every file is checked against what is known of its digest, and a tensor that does not fit is named.
 *
 * @throws UnknownPresetError, PretrainedError for weights that are not known or not there, WeightsError for a file that is
 * damaged or of another network, and what `obtainFile` throws
 */
export async function loadPretrained(
  architecture: string,
  options: PretrainedOptions = {},
): Promise<Pretrained> {
  const { weights = PREFERRED, inputShape, ...access } = options;
  const preset = getPreset(architecture);
  const name = preset.name as PresetName;
  if (typeof weights === "string") {
    const problems = choiceProblems(name, weights, "weights");
    if (problems.length > 0) throw new PretrainedError(problems);
  }
  const file = await fileOf(name, weights, access);
  const facts = factsOf(name, file);
  const model = buildModel(name, {
    inputShape: inputShape ?? [facts.size, facts.size, 3],
    classes: facts.classes,
    // Weights are of the published network, however small the images are.
    ...(preset.options?.includes("stem") && { stem: "imagenet" }),
    initialWeights: "zeros",
  });
  try {
    loadPytorchWeights(model, file.bytes);
  } catch (error) {
    model.dispose();
    if (!(error instanceof WeightsError)) throw error;
    throw new WeightsError(`${name} from ${file.source}`, error.problems);
  }
  return { model, facts };
}

interface FileOfWeights {
  readonly bytes: Uint8Array;
  readonly sha256: string;
  readonly source: string;
  readonly info?: WeightsInfo;
}

async function fileOf(
  architecture: string,
  weights: string | Uint8Array,
  access: ObtainFileOptions,
): Promise<FileOfWeights> {
  if (typeof weights !== "string") return { bytes: weights, sha256: await sha256(weights), source: "a file" };
  const info = choiceOf(architecture, weights);
  if (info === undefined) {
    const bytes = await readWeightsFile(weights);
    return { bytes, sha256: await sha256(bytes), source: weights };
  }
  const { name, ...obtained } = await obtainWeights(info, access);
  return { ...obtained, source: name, info };
}

function factsOf(architecture: PresetName, file: FileOfWeights): PretrainedFacts {
  const { source, sha256 } = file;
  const known = file.info ?? recognized(architecture, file);
  if (known !== undefined) return { ...described(known), id: known.id, source, sha256 };
  const [preferred] = listWeights(architecture);
  if (preferred !== undefined) {
    const { licence: _, top1: __, ...facts } = described(weightsInfo(preferred));
    return { ...facts, source, sha256 };
  }
  const { preprocessing, inputShape } = getPreset(architecture);
  const [size] = inputShape;
  return {
    ...{ architecture, classes: 1000, preprocessing, size, source, sha256 },
    // torchvision's evaluation, 224 of 256.
    ...{ shorterSide: Math.round((size * 8) / 7), interpolation: "bilinear" },
  };
}

const described = ({ id: _, files: __, ...facts }: WeightsInfo) => facts;

/** A file of one's own is one of the table's when its digest or its name says so: `tf_efficientnet_lite0.in1k.safetensors`. */
function recognized(
  architecture: string,
  { sha256, source }: Pick<FileOfWeights, "sha256" | "source">,
): WeightsInfo | undefined {
  const known = listWeights(architecture).map(weightsInfo);
  return (
    known.find(({ files }) =>
      files.some(({ sha256Prefix }) => sha256Prefix !== undefined && sha256.startsWith(sha256Prefix)),
    ) ?? known.find(({ id }) => source.includes(id.slice(id.indexOf("/") + 1)))
  );
}
