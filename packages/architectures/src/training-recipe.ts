/**
 * How a preset is trained, as plain data. The types have the shape of those in @imgcls/onnx and
 * @imgcls/training, so a recipe's optimizer and loss can be handed to `fit`, but this package depends on neither.
 */

/** `decay` divides the learning rate: `learningRate / (1 + decay · step)`, steps counted from 0. */
export type OptimizerConfig =
  | {
      readonly type: "sgd";
      readonly learningRate: number;
      /** Default 0. */
      readonly momentum?: number;
      readonly nesterov?: boolean;
      readonly decay?: number;
    }
  | {
      readonly type: "adam";
      readonly learningRate: number;
      /** Default 0.9. */
      readonly beta1?: number;
      /** Default 0.999. */
      readonly beta2?: number;
      /** Default 1e-7. */
      readonly epsilon?: number;
      readonly decay?: number;
    };

export interface LossConfig {
  readonly type: "categoricalCrossentropy" | "sparseCategoricalCrossentropy";
  /** True when the model ends without softmax. Default false. */
  readonly fromLogits?: boolean;
}

/** What a pixel 0..255 becomes: `x = (pixel · scale − mean) / std`, mean and std one number per channel. */
export interface Preprocessing {
  readonly scale: number;
  readonly mean?: readonly number[];
  readonly std?: readonly number[];
}

export interface TrainingRecipe {
  readonly optimizer: OptimizerConfig;
  readonly loss: LossConfig;
  readonly batchSize: number;
  readonly epochs: number;
  readonly earlyStopping?: {
    readonly monitor: "val_loss";
    readonly mode?: "min";
    readonly patience: number;
  };
}
