import type { LossConfig, OptimizerConfig, Preprocessing } from "@imgcls/onnx";
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
  const problems: string[] = [];
  const expect = (isRight: boolean, name: string, expected: string, received: unknown) => {
    if (!isRight) problems.push(`expected ${name} to be ${expected}, received ${String(received)}`);
  };
  const { optimizer, loss, preprocessing } = plan;
  const isShare = (value: number | undefined) => value === undefined || (value >= 0 && value < 1);

  expect(["sgd", "adam"].includes(optimizer.type), "optimizer.type", '"sgd" or "adam"', optimizer.type);
  expect(optimizer.learningRate > 0, "optimizer.learningRate", "above 0", optimizer.learningRate);
  expect((optimizer.decay ?? 0) >= 0, "optimizer.decay", "0 or more", optimizer.decay);
  if (optimizer.type === "sgd") {
    expect(isShare(optimizer.momentum), "optimizer.momentum", "from 0 to below 1", optimizer.momentum);
  } else if (optimizer.type === "adam") {
    expect(isShare(optimizer.beta1), "optimizer.beta1", "from 0 to below 1", optimizer.beta1);
    expect(isShare(optimizer.beta2), "optimizer.beta2", "from 0 to below 1", optimizer.beta2);
  }
  expect(
    ["categoricalCrossentropy", "sparseCategoricalCrossentropy"].includes(loss.type),
    "loss.type",
    '"categoricalCrossentropy" or "sparseCategoricalCrossentropy"',
    loss.type,
  );
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
