import { type Check, missingProblems, optionProblems } from "@imgcls/checks";
import type { LossConfig, OptimizerConfig, Preprocessing } from "@imgcls/onnx";

/** What an engine has to know to predict. */
export interface InferencePlan {
  readonly preprocessing: Preprocessing;
  /** The size of most batches. An engine may prepare for it, and must take other sizes too. */
  readonly batchSize: number;
  /** `[height, width, channels]` of the images. Default: the model's; one whose input has a free size has to be told. */
  readonly inputShape?: readonly number[] | undefined;
}

/** What an engine has to know to train. */
export interface TrainingPlan extends InferencePlan {
  readonly optimizer: OptimizerConfig;
  readonly loss: LossConfig;
  /** Integer that everything random in a step (dropout) derives from. */
  readonly seed: number;
  /** Every step gives the model's outputs too, for metrics that need them. Default false. */
  readonly outputs?: boolean;
  /** Every step gives the norm of its gradients too. Default false. */
  readonly gradientNorm?: boolean;
  /** Classes of layers that compute as in inference while their weights learn. Default: none. */
  readonly asInInference?: readonly string[];
}

/** The options of a function do not make sense, or do not fit model and data. `problems` lists all of what is wrong. */
export class TrainingOptionsError extends Error {
  override readonly name = "TrainingOptionsError";

  /** @param where the function that was called: "fit" */
  constructor(
    readonly problems: readonly string[],
    where = "fit",
  ) {
    super(`[imgcls/training] ${where}: ${problems.join("; ")}.`);
  }
}

/**
 * Checks the options of a function that are nothing but values.
 *
 * @throws TrainingOptionsError with every option that is unknown, wrong or missing
 */
export function requireOptions(
  where: string,
  options: object,
  checks: Readonly<Record<string, Check>>,
  required: readonly string[] = [],
): void {
  const problems = optionProblems(where, options, checks);
  requireNone([...problems, ...missingProblems(where, options, checks, required)], where);
}

/** @throws TrainingOptionsError when there are problems */
export function requireNone(problems: readonly string[], where: string): void {
  if (problems.length > 0) throw new TrainingOptionsError(problems, where);
}
