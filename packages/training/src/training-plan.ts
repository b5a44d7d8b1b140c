import {
  type LossConfig,
  lossProblems,
  type OptimizerConfig,
  optimizerProblems,
  type Preprocessing,
} from "@imgcls/onnx";
import type { LayersModel } from "@tensorflow/tfjs";

/** What an engine has to know to predict. */
export interface InferencePlan {
  readonly preprocessing: Preprocessing;
  /** The size of most batches. An engine may prepare for it, and must take other sizes too. */
  readonly batchSize: number;
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
  const { optimizer, loss, preprocessing } = plan;
  const classes = model.outputs[0]?.shape.at(-1) ?? 0;
  const problems = [...optimizerProblems(optimizer), ...lossProblems(loss, classes)];
  const expect = (isRight: boolean, name: string, expected: string, received: unknown) => {
    if (!isRight) problems.push(`expected ${name} to be ${expected}, received ${String(received)}`);
  };
  expect(Number.isFinite(preprocessing.scale), "preprocessing.scale", "a number", preprocessing.scale);
  const channels = model.inputs[0]?.shape[3];
  for (const name of ["mean", "std"] as const) {
    const values = preprocessing[name];
    expect(
      values === undefined || values.length === channels,
      `preprocessing.${name}`,
      `one number for each of ${channels} channels`,
      `[${values}]`,
    );
  }
  expect(
    Number.isInteger(plan.batchSize) && plan.batchSize > 0,
    "batchSize",
    "a positive integer",
    plan.batchSize,
  );
  expect(Number.isSafeInteger(plan.seed), "seed", "an integer", plan.seed);
  return problems;
}
