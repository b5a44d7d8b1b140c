import {
  classCount,
  type LossConfig,
  lossProblems,
  modelProblems,
  type OptimizerConfig,
  optimizerProblems,
  type Preprocessing,
  preprocessingProblems,
} from "@imgcls/onnx";
import type { LayersModel } from "@tensorflow/tfjs";

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
}

/** The options of a training do not make sense. `problems` lists all of what is wrong. */
export class TrainingOptionsError extends Error {
  override readonly name = "TrainingOptionsError";

  constructor(readonly problems: readonly string[]) {
    super(`[imgcls/training] fit: ${problems.join("; ")}.`);
  }
}

/** What is wrong with the numbers of a plan: a list of sentences, empty when all is well. */
export function planProblems(model: LayersModel, plan: TrainingPlan): string[] {
  const { optimizer, loss, preprocessing, inputShape } = plan;
  const channels = model.inputs[0]?.shape[3] ?? undefined;
  const problems = [
    ...modelProblems(model, { inputShape, loss }),
    ...optimizerProblems(optimizer),
    ...lossProblems(loss, classCount(model)),
    ...preprocessingProblems(preprocessing, channels),
  ];
  const expect = (isRight: boolean, name: string, expected: string, received: unknown) => {
    if (!isRight) problems.push(`expected ${name} to be ${expected}, received ${String(received)}`);
  };
  expect(
    Number.isInteger(plan.batchSize) && plan.batchSize > 0,
    "batchSize",
    "a positive integer",
    plan.batchSize,
  );
  expect(Number.isSafeInteger(plan.seed), "seed", "an integer", plan.seed);
  return problems;
}
