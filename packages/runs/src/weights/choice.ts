/** What `weights` may say: "none", "imagenet", an id of the table, or a file. */
import {
  getPreset,
  type ImageShape,
  listWeights,
  type PresetName,
  type WeightsInfo,
  weightsInfo,
} from "@imgcls/architectures";
import { nearest } from "@imgcls/checks";
import type { PretrainedFile } from "./pretrained-file.js";
import { fileNameOf, isOnnxPath, isWeightsPath } from "./weights-path.js";

/** The word for weights that are drawn by chance. */
export const NO_WEIGHTS = "none";
/** Whether a recipe's network begins with weights that others have trained. */
export const isPretrained = ({ weights = NO_WEIGHTS }: { readonly weights?: string | undefined }): boolean =>
  weights !== NO_WEIGHTS;
/** The word for the preferred weights that are known of an architecture. */
export const PREFERRED = "imagenet";

/** What stands in a recipe in the place of an architecture's name: the weights are a file that has its own. */
export const ONNX = "onnx";

/** A base by one word: an architecture, whose weights are chosen beside it, or an ONNX file, which has its own. */
export const baseNamed = <Weights extends string | Uint8Array>(
  base: PresetName | (string & {}),
  weights: Weights,
): { readonly architecture: PresetName | typeof ONNX; readonly weights: Weights | string } =>
  isOnnxPath(base)
    ? { architecture: ONNX, weights: typeof weights === "string" ? base : weights }
    : { architecture: base as PresetName, weights };

/** What is known of such weights before a file is read: by their id, or the name of the file. */
export function knownWeights(architecture: string, weights: string): WeightsInfo | undefined {
  if (architecture === ONNX) return undefined;
  const own = listWeights(architecture);
  if (!isWeightsPath(weights)) return weightsInfo(weights === PREFERRED ? own[0]! : weights);
  const file = fileNameOf(weights);
  return own.map(weightsInfo).find((info) => namesOf(info).some((name) => file.startsWith(name)));
}

/** As people have the files: `tf_efficientnet_lite0.in1k.safetensors`, `resnet18-f37072fd.pth`. */
const namesOf = ({ id, files }: WeightsInfo): string[] => [
  `${id.slice(id.indexOf("/") + 1)}.`,
  ...files.filter(({ sha256Prefix }) => sha256Prefix !== undefined).map(({ url }) => fileNameOf(url)),
];

/** Of an ONNX file that takes images of any size, or that nobody has read yet. */
const USUAL_SIDE = 224;

/**
 * `[height, width, channels]` that images of one's own are brought to, where nobody says another size.
 *
 * @param file of the weights, which says it of a network by itself
 */
export function inputShapeFor(
  architecture: string,
  weights: string = NO_WEIGHTS,
  { onnx }: Pick<PretrainedFile, "onnx"> = {},
): ImageShape {
  if (architecture === ONNX) {
    return [onnx?.height ?? USUAL_SIDE, onnx?.width ?? USUAL_SIDE, onnx?.channels ?? 3];
  }
  const { inputShape } = getPreset(architecture);
  const known = weights === NO_WEIGHTS ? undefined : knownWeights(architecture, weights);
  return known === undefined ? inputShape : [known.size, known.size, inputShape[2]];
}

/**
 * Why an architecture cannot have such weights, a sentence each; whether a file is there is found out when it is read.
 *
 * @param path of the value, for the sentences: "recipe.model.weights"
 * @throws UnknownPresetError for an architecture that there is not
 */
export function choiceProblems(architecture: string, weights: string, path: string): string[] {
  if (architecture === ONNX || isOnnxPath(weights)) return onnxProblems(architecture, weights, path);
  if (weights === NO_WEIGHTS || isWeightsPath(weights)) return [];
  const { name } = getPreset(architecture);
  const own = listWeights(name);
  if (weights === PREFERRED ? own.length > 0 : own.includes(weights)) return [];
  const choices =
    own.length === 0
      ? `no weights of ${name} are known by name: give a file (${FILE_FORMS})`
      : `those of ${name} are ${own.join(", ")}`;
  if (weights === PREFERRED) return [`${path}: ${choices}`];
  const all = listWeights();
  if (all.includes(weights)) {
    return [`${path}: ${weights} is of ${weightsInfo(weights).architecture}, not of ${name}; ${choices}`];
  }
  const near = nearest(weights, own) ?? nearest(weights, all);
  const hint = near === undefined ? "" : ` Did you mean "${near}"?`;
  return [
    `${path}: no weights have the name "${weights}".${hint} It may be "${PREFERRED}", an id, or a file (${FILE_FORMS}); ${choices}`,
  ];
}

const onnxProblems = (architecture: string, weights: string, path: string): string[] => {
  if (architecture !== ONNX) {
    return [
      `${path}: ${weights} is a network by itself, not weights of ${architecture}: choose the architecture "${ONNX}" (--base ${weights})`,
    ];
  }
  return isOnnxPath(weights) ? [] : [`${path}: expected an ONNX file (./NAME.onnx), received "${weights}"`];
};

const FILE_FORMS = "./NAME.safetensors, .pth, .keras, .h5 or model.json";
