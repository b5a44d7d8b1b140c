import {
  type Check,
  count,
  flag,
  notNegative,
  type Option,
  type Options,
  object,
  option,
  optionProblems,
  positive,
  share,
  text,
} from "@imgcls/checks";
import type { UpdateOptions, WeightGroup } from "./config.js";

/** @param usual what a form begins with: the rate has to be given */
export const learningRateOption = (usual: number): Option<number> =>
  option(notNegative, { required: true, default: usual, about: "rate of the first step" });

export const weightDecayOption = (decay: number): Option<number> =>
  option(notNegative, {
    default: decay,
    about: "share of the weights that is taken off before each update, times the learning rate",
  });

const GROUP_OPTIONS: Options<WeightGroup> = {
  match: option(text, { required: true, about: "names of weights, LAYER/ROLE; * stands for any text" }),
  learningRateMultiplier: option(notNegative, { default: 1, about: "factor of the learning rate" }),
  weightDecay: option(notNegative, { about: "in place of the optimizer's" }),
};

const isGroups: Check = {
  expected: "a list of { match, learningRateMultiplier?, weightDecay? }",
  accepts: (value) =>
    Array.isArray(value) &&
    value.every(
      (group) => object.accepts(group) && optionProblems("group", group, GROUP_OPTIONS).length === 0,
    ),
  kind: "list",
};

/** Those that mean the same in every optimizer, but for the rate. */
export const UPDATE_OPTIONS: Options<Omit<UpdateOptions, "learningRate">> = {
  decay: option(notNegative, {
    default: 0,
    about: "the rate falls with the updates: learningRate / (1 + decay · updates)",
  }),
  gradientAccumulationSteps: option(count, {
    default: 1,
    about: "steps after which weights change, by the mean of the gradients since",
  }),
  clipNorm: option(positive, {
    about: "greatest Euclidean norm of each gradient; larger ones are scaled down",
  }),
  globalClipNorm: option(positive, {
    about: "greatest norm of all gradients together; larger ones are scaled down",
  }),
  clipValue: option(positive, { about: "elements of gradients are kept within ± this value" }),
  weightDecay: weightDecayOption(0),
  useEma: option(flag, { default: false, about: "keeps the moving average of every trained weight" }),
  emaMomentum: option(share, {
    default: 0.99,
    about: "share of the moving average that is kept in an update",
  }),
  groups: option(isGroups, {
    default: [],
    options: GROUP_OPTIONS,
    about: "weights with a rate and a decay of their own; the first group that matches counts",
  }),
};
