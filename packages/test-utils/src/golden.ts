import architectures from "../golden/architecture-steps.json" with { type: "json" };
import callbacks from "../golden/callback-traces.json" with { type: "json" };
import frozen from "../golden/frozen-model.json" with { type: "json" };
import layers from "../golden/layer-steps.json" with { type: "json" };
import losses from "../golden/losses.json" with { type: "json" };
import optimizers from "../golden/optimizer-steps.json" with { type: "json" };
import golden from "../golden/pytorch-steps.json" with { type: "json" };
import schedules from "../golden/schedules.json" with { type: "json" };
import tensorboard from "../golden/tensorboard-events.json" with { type: "json" };

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

/** What five steps changed in all weights of a kind together. */
export interface GoldenChange {
  readonly sum: number;
  /** Euclidean norm. */
  readonly norm: number;
}

/** Kinds of weights are kernel, scale, bias, running_mean and running_var. */
export interface GoldenArchitectureRun {
  readonly rate: number;
  /** Mean loss of each step, before its update. */
  readonly losses: readonly number[];
  readonly changes: Readonly<Record<string, GoldenChange>>;
}

/**
 * Training steps of architectures on one batch in PyTorch, float64: SGD with momentum 0.9. Weights are the formula's
 * tensors of PyTorch's names; images (32×32×3, `(pixel / 255 − 0.5) / 0.25`), labels (ten classes) and dropout bytes
 * are those of its streams.
 */
export const architectureSteps: {
  readonly batchSize: number;
  readonly models: Readonly<Record<string, GoldenArchitectureRun>>;
} = architectures;

/** What a step changed in one weight, in the LayersModel's layout. */
export interface GoldenLayerChange extends GoldenChange {
  /** `[element index, change]` */
  readonly samples: readonly (readonly number[])[];
}

/**
 * One step of SGD of single layers in PyTorch, float64, between a 1×1 convolution "stem" with tanh and a dense
 * "classifier" of three classes. Each weight is the formula's, from the stream of its name.
 */
export const layerSteps: {
  readonly batchSize: number;
  readonly rate: number;
  readonly cases: Readonly<
    Record<
      string,
      {
        /** Of the images, `[height, width]`; they have two channels. */
        readonly size: readonly number[];
        readonly loss: number;
        readonly changes: Readonly<Record<string, GoldenLayerChange>>;
      }
    >
  >;
} = layers;

type NumbersByWeight = Readonly<Record<string, readonly number[]>>;

/**
 * Five updates of every optimizer in float64. Weight `i` starts as the formula's weight of stream `i`; its gradient
 * in a step is that of stream `5000 + 10 · step + i`.
 */
export const optimizerSteps: {
  readonly shapes: Readonly<Record<string, readonly number[]>>;
  readonly cases: readonly {
    readonly name: string;
    readonly config: { readonly type: string; readonly learningRate: number };
    /** The learning rate of each step. */
    readonly rates: readonly number[];
    /** After the first step and after the last. */
    readonly weights: readonly NumbersByWeight[];
    readonly averages?: NumbersByWeight;
  }[];
} = optimizers;

/** Every loss with its gradient by the outputs, in float64. */
export const goldenLosses: {
  readonly batchSize: number;
  readonly classes: number;
  /** `[batch, classes]`, as are probabilities and soft labels. */
  readonly logits: readonly number[];
  readonly probabilities: readonly number[];
  readonly labels: readonly number[];
  readonly softLabels: readonly number[];
  readonly sampleWeights: readonly number[];
  readonly cases: readonly {
    readonly name: string;
    readonly config: { readonly type: string; readonly fromLogits?: boolean };
    readonly softLabels: boolean;
    readonly sampleWeights: boolean;
    readonly loss: number;
    readonly gradient: readonly number[];
  }[];
} = losses;

/** Learning rates of PyTorch's and Keras's schedules, step by step. */
export const goldenSchedules: {
  readonly rate: number;
  readonly steps: number;
  readonly stepsPerEpoch: number;
  readonly cases: readonly {
    readonly peer: string;
    /** Ours for the same rates. */
    readonly config: { readonly type: string };
    readonly rates: readonly number[];
  }[];
} = schedules;

/**
 * Losses of three steps of SGD in Keras, float64, on a model in a model: the inner one with batch normalization, frozen or
 * trained. Weights are the formula's, of the streams of their names; factors and variances are `1 + 4 · value`.
 */
export const frozenModel: {
  readonly batchSize: number;
  readonly shape: readonly number[];
  readonly rate: number;
  readonly frozen: readonly number[];
  readonly trained: readonly number[];
} = frozen;

/** What Keras 3's callbacks decide in random courses of a metric, `val_loss`. */
export const callbackTraces: {
  readonly keras: string;
  readonly cases: readonly {
    /** A number for each epoch; "NaN" and "Infinity" as texts. */
    readonly course: readonly (number | string)[];
    readonly earlyStopping: {
      readonly options: object;
      readonly ranEpochs: number;
      /** The epoch whose weights the model has in the end. */
      readonly weightsOf: number;
      /** 0 when no epoch was judged. */
      readonly bestEpoch: number;
    };
    /** The learning rate after each epoch, from 1. */
    readonly reduceLROnPlateau: { readonly options: object; readonly rates: readonly number[] };
    readonly modelCheckpoint: {
      readonly options: { readonly saveBestOnly?: boolean; readonly initialValueThreshold?: number };
      /** These epochs Keras was not shown. */
      readonly leadingNaNs: number;
      readonly saved: readonly number[];
    };
    /** The batch, from 1, after which it stops, where the course is that of the batches' loss. */
    readonly terminateOnNaN: number | null;
  }[];
} = callbacks;

/** An event file of TensorBoard's own writer. */
export const tensorboardEvents: {
  readonly events: {
    /** Of every event, and of the session of hyper-parameters. Seconds since 1970. */
    readonly start: number;
    readonly end: number;
    /** Values as texts: one is NaN. */
    readonly scalars: readonly { readonly tag: string; readonly step: number; readonly value: string }[];
    /** One session each; all end with one event. */
    readonly hparams: readonly object[];
  };
  /** Base64. */
  readonly file: string;
} = tensorboard;
