import { type Check, object, optionProblems } from "@imgcls/checks";
import { binaryCrossentropy } from "./binary-cross-entropy.js";
import type { LossConfig, LossConfigs, LossName } from "./config.js";
import { crossentropy } from "./cross-entropy.js";
import { focalCrossentropy } from "./focal-cross-entropy.js";
import type { LossCompiler, LossDefinition } from "./loss-compiler.js";
import { meanSquaredError } from "./mean-squared-error.js";

const LOSSES: { readonly [N in LossName]: LossDefinition<LossConfigs[N]> } = {
  categoricalCrossentropy: crossentropy,
  sparseCategoricalCrossentropy: crossentropy,
  binaryCrossentropy,
  categoricalFocalCrossentropy: focalCrossentropy,
  meanSquaredError,
};

export const LOSS_NAMES = Object.keys(LOSSES) as LossName[];

/** @param isLogits the outputs have no final activation, or have lost it */
export function compileLoss<N extends LossName>(config: LossConfigs[N], isLogits: boolean): LossCompiler {
  const own = isLogits ? { ...config, fromLogits: true } : config;
  return LOSSES[config.type as N].compile(own);
}

/** The activation at the end of a model that the loss takes over. */
export const fusedActivation = ({ type, fromLogits }: LossConfig): "softmax" | "sigmoid" | undefined =>
  fromLogits ? undefined : LOSSES[type].fusedActivation;

/** Of one output, 0 to 1, each of these losses is 0 or constant. */
export const needsTwoOutputs = ({ type }: LossConfig): boolean => LOSSES[type]?.fusedActivation === "softmax";

const isText: Check = { expected: "a text", accepts: (value) => typeof value === "string" };

/** What is wrong with the description of a loss: a list of sentences, empty when all is well. */
export function lossProblems(config: LossConfig, classes: number): string[] {
  if (!object.accepts(config)) return optionProblems("loss", config, {});
  if (!LOSS_NAMES.includes(config.type)) {
    return [
      `expected loss.type to be one of ${LOSS_NAMES.join(", ")}, received ${JSON.stringify(config.type)}`,
    ];
  }
  const problems = optionProblems("loss", config, { type: isText, ...LOSSES[config.type].options });
  const { classWeights } = config;
  if (Array.isArray(classWeights) && classWeights.length !== classes) {
    problems.push(
      `expected loss.classWeights to have ${classes} numbers, one a class, received ${classWeights.length}`,
    );
  }
  return problems;
}
