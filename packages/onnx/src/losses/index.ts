import { object, optionProblems, text, withDefaults } from "@imgcls/checks";
import type { OptionTable } from "../option-table.js";
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

/** The table's row, with the types that belong together joined again. */
const definitionOf = (type: LossName) => LOSSES[type] as LossDefinition<LossConfig>;

/** All options of a loss: what each may be, its default, and a line about it. */
export const lossOptions = (type: LossName): OptionTable => definitionOf(type).options;

/** @param isLogits the outputs have no final activation, or have lost it */
export function compileLoss(config: LossConfig, isLogits: boolean): LossCompiler {
  const { options, compile } = definitionOf(config.type);
  return compile(withDefaults(isLogits ? { ...config, fromLogits: true } : config, options));
}

/** The activation at the end of a model that the loss takes over. */
export const fusedActivation = ({ type, fromLogits }: LossConfig): "softmax" | "sigmoid" | undefined =>
  fromLogits ? undefined : LOSSES[type].fusedActivation;

/** Of one output, 0 to 1, each of these losses is 0 or constant. */
export const needsTwoOutputs = ({ type }: LossConfig): boolean => LOSSES[type]?.fusedActivation === "softmax";

/**
 * What is wrong with the description of a loss: a list of sentences, empty when all is well.
 *
 * @param path what the sentences call it
 */
export function lossProblems(config: LossConfig, classes: number, path = "loss"): string[] {
  if (!object.accepts(config)) return optionProblems(path, config, {});
  if (!LOSS_NAMES.includes(config.type)) {
    return [
      `expected ${path}.type to be one of ${LOSS_NAMES.join(", ")}, received ${JSON.stringify(config.type)}`,
    ];
  }
  const problems = optionProblems(path, config, { type: text, ...lossOptions(config.type) });
  const { classWeights } = config;
  if (Array.isArray(classWeights) && classWeights.length !== classes) {
    problems.push(
      `expected ${path}.classWeights to have ${classes} numbers, one a class, received ${classWeights.length}`,
    );
  }
  return problems;
}
