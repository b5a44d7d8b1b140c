import golden from "../golden/pytorch-steps.json" with { type: "json" };

/** What five steps changed in a weight, in the LayersModel's layout. */
export interface GoldenWeight {
  readonly shape: readonly number[];
  readonly sum: number;
  /** Euclidean norm of all changes together. */
  readonly norm: number;
  /** `[element index, change]` */
  readonly samples: readonly (readonly number[])[];
}

export interface GoldenRun {
  /** Mean loss of each step, before its update. */
  readonly losses: readonly number[];
  readonly changes: readonly GoldenWeight[];
}

/** `seed`: of the initial weights. */
export interface GoldenRuns {
  readonly seed: number;
  readonly sgd: GoldenRun;
  readonly adam: GoldenRun;
}

/**
 * Training steps of the presets in PyTorch, float64: SGD with rate 0.01 and momentum 0.9, Adam with rate 0.001
 * and epsilon 1e-7. Weights, images, labels and dropout bytes are those of the formula.
 */
export const pytorchSteps: {
  readonly batchSize: number;
  readonly models: Readonly<Record<string, GoldenRuns>>;
} = golden;
