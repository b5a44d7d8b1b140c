import type { Options } from "@imgcls/checks";
import type { Value } from "../graph/graph.js";
import { mul } from "../graph/ops/elementwise.js";
import type { GraphLayout } from "../lowering/lowering.js";
import type { StepScalar } from "../types.js";
import type { UpdateOptions } from "./config.js";

/** What an optimizer may judge a weight by. */
export interface TrainedWeight {
  /** `LAYER/ROLE`. */
  readonly name: string;
  readonly role: string;
  /** In the LayersModel. */
  readonly shape: readonly number[];
  readonly layout: GraphLayout;
}

/** Float32 `[]` that is computed outside, in double precision; the same name gives the same input of the graph. */
export type NumberOfStep = (name: string, valueAt: StepScalar["valueAt"]) => Value;

export interface UpdateInputs {
  readonly weight: Value;
  readonly gradient: Value;
  /** In the order of `slots`. */
  readonly slots: readonly Value[];
  readonly weightDecay: number;
  /** The learning rate in it is the weight's own, and its steps are those in which weights change. */
  readonly number: NumberOfStep;
}

export interface UpdateOutputs {
  readonly weight: Value;
  readonly slots: readonly Value[];
}

/** What an optimizer remembers of one weight and how it changes it. */
export interface UpdateRule {
  /** Names of tensors of the weight's shape that start as zeros. */
  readonly slots: readonly string[];
  /** Factor of the learning rate. Default 1. */
  readonly learningRateMultiplier?: number;
  /** What holds where the weight's group does not say otherwise. */
  readonly weightDecay: number;
  update(inputs: UpdateInputs): UpdateOutputs;
}

type OwnOptions<Config> = Omit<Config, keyof UpdateOptions | "type">;

/** With the default of every option that has one; that of Muon's companion depends on the learning rate. */
export type Complete<Config> = Config &
  Required<Omit<OwnOptions<Config>, "companion">> & { readonly weightDecay: number };

export interface OptimizerDefinition<Config> {
  /** Its own, after the usual learning rate, and the weight decay if that is not 0 by default. */
  readonly options: Options<OwnOptions<Config> & Pick<UpdateOptions, "learningRate">> &
    Partial<Options<Pick<UpdateOptions, "weightDecay">>>;
  /** With the optimizer's hyper-parameters: the rule of every weight. */
  compile(config: Complete<Config>): (weight: TrainedWeight) => UpdateRule;
}

/** The definition of an optimizer that treats all weights alike. */
export const sameForAll = <Config>(
  options: OptimizerDefinition<Config>["options"],
  compile: (config: Complete<Config>) => Pick<UpdateRule, "slots" | "update">,
): OptimizerDefinition<Config> => ({
  options,
  compile(config) {
    const rule = { weightDecay: config.weightDecay, ...compile(config) };
    return () => rule;
  },
});

/** η */
export const learningRate = (number: NumberOfStep): Value => number("learning_rate", (at) => at.learningRate);

/** `w − η λ w` */
export function decayed({ weight, weightDecay, number }: UpdateInputs): Value {
  if (weightDecay === 0) return weight;
  return mul(
    weight,
    number(`kept_of_weight/${weightDecay}`, (at) => 1 - at.learningRate * weightDecay),
  );
}
