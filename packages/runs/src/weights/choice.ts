/** What `weights` may say: "imagenet", an id of the table, or a file. */
import { getPreset, listWeights, type WeightsInfo, weightsInfo } from "@imgcls/architectures";
import { nearest } from "@imgcls/checks";
import { isWeightsPath } from "../data/weights-path.js";

/** The word for the preferred weights that are known of an architecture. */
export const PREFERRED = "imagenet";

/** Weights that are known by name; undefined for a file, of which nothing is known before it is read. */
export function choiceOf(architecture: string, weights: string): WeightsInfo | undefined {
  if (isWeightsPath(weights)) return undefined;
  return weightsInfo(weights === PREFERRED ? listWeights(architecture)[0]! : weights);
}

/**
 * Why an architecture cannot have such weights, a sentence each; whether a file is there is found out when it is read.
 *
 * @param path of the value, for the sentences: "recipe.model.weights"
 * @throws UnknownPresetError for an architecture that there is not
 */
export function choiceProblems(architecture: string, weights: string, path: string): string[] {
  if (isWeightsPath(weights)) return [];
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

const FILE_FORMS = "./NAME.safetensors, ./NAME.pth";
