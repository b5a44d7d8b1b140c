import { type Check, object, optionProblems, text, withDefaults } from "@imgcls/checks";
import type { OptionTable } from "../option-table.js";
import { adagrad } from "./adagrad.js";
import { adam, adamw } from "./adam.js";
import { adamax } from "./adamax.js";
import type { CompanionConfig, OptimizerConfig, OptimizerConfigs, OptimizerName } from "./config.js";
import { lars } from "./lars.js";
import { lion } from "./lion.js";
import { muon } from "./muon.js";
import type { OptimizerDefinition, TrainedWeight, UpdateRule } from "./optimizer-compiler.js";
import { rmsprop } from "./rmsprop.js";
import { sgd } from "./sgd.js";
import { UPDATE_OPTIONS } from "./update-options.js";

type RuleOf = (weight: TrainedWeight) => UpdateRule;

const isCompanion: Check = {
  expected: "another optimizer, without the options that concern all weights together",
  accepts: (value) => object.accepts(value) && companionProblems(value as CompanionConfig).length === 0,
  kind: "object",
};

const OPTIMIZERS: { readonly [N in OptimizerName]: OptimizerDefinition<OptimizerConfigs[N]> } = {
  sgd,
  adam,
  adamw,
  adamax,
  rmsprop,
  adagrad,
  lion,
  lars,
  muon: muon((config) => compileOptimizer(config), isCompanion),
};

export const OPTIMIZER_NAMES = Object.keys(OPTIMIZERS) as OptimizerName[];

/** The table's row, with the types that belong together joined again. */
const definitionOf = (type: OptimizerName) => OPTIMIZERS[type] as OptimizerDefinition<OptimizerConfig>;

/** What an optimizer does with each weight. */
export const compileOptimizer = (config: OptimizerConfig): RuleOf =>
  definitionOf(config.type).compile(withDefaults(config, optimizerOptions(config.type)));

/** All options of an optimizer, its own first: what each may be, its default, and a line about it. */
export function optimizerOptions(type: OptimizerName): OptionTable {
  const { options } = definitionOf(type);
  return { ...options, ...UPDATE_OPTIONS, ...options };
}

/** The usual rate of an optimizer: Keras's default, LARS's and Muon's are of their own. */
export const defaultLearningRate = (type: OptimizerName): number =>
  definitionOf(type).options.learningRate.default!;

/**
 * What is wrong with the description of an optimizer: a list of sentences, empty when all is well.
 *
 * @param path what the sentences call it
 */
export function optimizerProblems(config: OptimizerConfig, path = "optimizer"): string[] {
  if (!object.accepts(config)) return optionProblems(path, config, {});
  if (!OPTIMIZER_NAMES.includes(config.type)) {
    return [
      `expected ${path}.type to be one of ${OPTIMIZER_NAMES.join(", ")}, received ${JSON.stringify(config.type)}`,
    ];
  }
  const problems = optionProblems(path, config, { type: text, ...optimizerOptions(config.type) });
  if (config.learningRate === undefined) problems.push(`${path}.learningRate is missing`);
  const clipping = (["clipNorm", "globalClipNorm", "clipValue"] as const).filter(
    (option) => config[option] !== undefined,
  );
  if (clipping.length > 1) problems.push(`expected one of ${path}.${clipping.join(" and ")}, received both`);
  return problems;
}

function companionProblems(config: CompanionConfig): string[] {
  if ((config.type as OptimizerName) === "muon" || !OPTIMIZER_NAMES.includes(config.type)) return ["type"];
  const { weightDecay } = UPDATE_OPTIONS;
  const own = { type: text, weightDecay, ...OPTIMIZERS[config.type].options };
  return config.learningRate === undefined ? ["learningRate"] : optionProblems("companion", config, own);
}
