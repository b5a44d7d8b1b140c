import {
  type Check,
  type Checks,
  count,
  flag,
  notNegative,
  optionProblems,
  positive,
  share,
} from "@imgcls/checks";
import { adagrad } from "./adagrad.js";
import { adam, adamw } from "./adam.js";
import type {
  CompanionConfig,
  OptimizerConfig,
  OptimizerConfigs,
  OptimizerName,
  UpdateOptions,
  WeightGroup,
} from "./config.js";
import { lars } from "./lars.js";
import { lion } from "./lion.js";
import { muon } from "./muon.js";
import type { OptimizerDefinition, TrainedWeight, UpdateRule } from "./optimizer-compiler.js";
import { rmsprop } from "./rmsprop.js";
import { sgd } from "./sgd.js";

type RuleOf = (weight: TrainedWeight) => UpdateRule;

const isText: Check = { expected: "a text", accepts: (value) => typeof value === "string" };

const isCompanion: Check = {
  expected: "another optimizer, without the options that concern all weights together",
  accepts: (value) => isObject(value) && companionProblems(value as unknown as CompanionConfig).length === 0,
};

const OPTIMIZERS: { readonly [N in OptimizerName]: OptimizerDefinition<OptimizerConfigs[N]> } = {
  sgd,
  adam,
  adamw,
  rmsprop,
  adagrad,
  lion,
  lars,
  muon: muon((config) => compileOptimizer(config), isCompanion),
};

export const OPTIMIZER_NAMES = Object.keys(OPTIMIZERS) as OptimizerName[];

/** What an optimizer does with each weight. */
export const compileOptimizer = <N extends OptimizerName>(config: OptimizerConfigs[N]): RuleOf =>
  OPTIMIZERS[config.type as N].compile(config);

const GROUP_OPTIONS: Checks<WeightGroup> = {
  match: isText,
  learningRateMultiplier: notNegative,
  weightDecay: notNegative,
};

const UPDATE_OPTIONS: Checks<UpdateOptions> = {
  learningRate: notNegative,
  decay: notNegative,
  gradientAccumulationSteps: count,
  clipNorm: positive,
  globalClipNorm: positive,
  clipValue: positive,
  weightDecay: notNegative,
  useEma: flag,
  emaMomentum: share,
  groups: {
    expected: "a list of { match, learningRateMultiplier?, weightDecay? }",
    accepts: (value) =>
      Array.isArray(value) &&
      value.every((group) => isObject(group) && optionProblems("group", group, GROUP_OPTIONS).length === 0),
  },
};

/** What is wrong with the description of an optimizer: a list of sentences, empty when all is well. */
export function optimizerProblems(config: OptimizerConfig): string[] {
  if (!isObject(config)) return optionProblems("optimizer", config, {});
  if (!OPTIMIZER_NAMES.includes(config.type)) {
    return [
      `expected optimizer.type to be one of ${OPTIMIZER_NAMES.join(", ")}, received ${JSON.stringify(config.type)}`,
    ];
  }
  const checks = { type: isText, ...UPDATE_OPTIONS, ...OPTIMIZERS[config.type].options };
  const problems = optionProblems("optimizer", config, checks);
  if (config.learningRate === undefined) problems.push("optimizer.learningRate is missing");
  const clipping = (["clipNorm", "globalClipNorm", "clipValue"] as const).filter(
    (option) => config[option] !== undefined,
  );
  if (clipping.length > 1)
    problems.push(`expected one of optimizer.${clipping.join(" and ")}, received both`);
  return problems;
}

function companionProblems(config: CompanionConfig): string[] {
  const { learningRate, weightDecay } = UPDATE_OPTIONS;
  if ((config.type as OptimizerName) === "muon" || !OPTIMIZER_NAMES.includes(config.type)) return ["type"];
  const own = { type: isText, learningRate, weightDecay, ...OPTIMIZERS[config.type].options };
  return config.learningRate === undefined ? ["learningRate"] : optionProblems("companion", config, own);
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;
