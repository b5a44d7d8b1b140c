import type { ArchitectureOptions, PresetName } from "@imgcls/architectures";
import type { Augmentation, Fit, ImageShape, Mix } from "@imgcls/datasets";
import type { LossConfig, OptimizerConfig, Preprocessing, ScheduleConfig } from "@imgcls/training";
import type { ONNX } from "../weights/choice.js";
import type { HeadSettings } from "./head.js";

/** The form of recipes that this version writes. A higher one is refused, a lower one is read. */
export const RECIPE_VERSION = 1;

/**
 * Which images decide between epochs: "part": those that the data set has for it; a share of the training images above 0
 * and below 1, or their number, chosen by chance, each class by its share; "none"; "test": the test images, only to
 * reproduce a document that did so, because what they have chosen they cannot measure any more.
 */
export type Validation = "part" | "none" | "test" | number;

/** Labels that somebody put right. */
export interface Relabeling {
  /** Class names by image, named as in `exclude`. */
  readonly labels: Readonly<Record<string, string>>;
  /** What the names stood for when they were marked: with another one the training is refused. Default: it is not compared. */
  readonly fingerprint?: string;
}

/** The images, and how they reach the network. */
export interface DataSettings {
  /** Id of a data set, `folder:PATH` or `zip:FILE`. */
  readonly dataset: string;
  readonly validation: Validation;
  /** `[height, width]` that your own images are brought to. Other data sets have their size. */
  readonly imageSize?: readonly [height: number, width: number];
  /** How your own images are brought to that size. */
  readonly fit?: Fit;
  /** What becomes of your own images that do not decode. */
  readonly onBadImage?: "error" | "skip";
  /**
   * Training and validation images that are not used: by the path below the folder or in the archive, or, where images are no
   * files, by part and position (`train/123`). Default: none.
   */
  readonly exclude?: readonly string[];
  /** Training and validation images that are of another class than the data set says. Default: none. */
  readonly relabel?: Relabeling;
  /** So many training images only, each class by its share. Default: all. */
  readonly limit?: number;
  /** Whether fewer images are the first ones, not each class by its share: so in runs of earlier versions. Default false. */
  readonly limitToFirst?: boolean;
  /** How training images are changed by chance, in this order. */
  readonly augment: readonly Augmentation[];
  /** How the images of a batch are mixed with each other, in one of these ways. */
  readonly mix: readonly Mix[];
  /** Every class comes equally often, however many images it has. */
  readonly classBalanced: boolean;
}

export interface ModelSettings extends ArchitectureOptions {
  /** "onnx": the network of the ONNX file that `weights` names; only a head on its features is computed. */
  readonly architecture: PresetName | typeof ONNX;
  /**
   * What the training begins with: "none": weights drawn by chance; "imagenet": the preferred ones that others have trained; an
   * id of `listWeights`; a file, relative to the working directory. With weights of others the last layer is a new one for the
   * data's classes. Default "none".
   */
  readonly weights?: string;
  /** What a pixel becomes before the first layer. Default: what the weights, or the architecture, were made for. */
  readonly preprocessing?: Preprocessing;
}

/** How the weights change. */
export interface TrainingSettings {
  /** Names of the layers that are trained, `*` for any text; the others keep their weights. */
  readonly trainable: readonly string[];
  /** Whether batch normalizations normalize by each batch, or by their averages, which then stay. Scale and shift learn. */
  readonly normalization: "trained" | "frozen";
  /** Whether the architecture's dropout and stochastic depth drop. */
  readonly dropout: boolean;
  /** Passes over the training images; none are enough where the head is computed. */
  readonly epochs: number;
  /** Images a step. */
  readonly batchSize: number;
  /** Whether the images that are left when an epoch's batches are full make no smaller one. Of fewer images than a batch they do. */
  readonly dropLast: boolean;
  readonly optimizer: OptimizerConfig;
  /** How the optimizer's learning rate changes, step by step. */
  readonly schedule: ScheduleConfig;
  readonly loss: LossConfig;
}

/** What a phase says anew. The loss is one for all: it says what the model's outputs mean. */
export type PhaseSettings = Partial<Omit<TrainingSettings, "loss">>;

/** How much the loss of each class counts: the rarer, the more, or numbers by class name; classes left out count 1. */
export type ClassWeight = "none" | "balanced" | Readonly<Record<string, number>>;

/** How images are predicted once the model is trained: by test, evaluation and classifier, not between epochs. */
export interface EvaluationSettings {
  /** The mean of the outputs for the image and for its mirror image, left to right. Takes twice the time. */
  readonly flips: boolean;
}

/** Everything that decides the result of a training, as plain JSON. */
export interface Recipe extends TrainingSettings {
  readonly schemaVersion: typeof RECIPE_VERSION;
  /** What people call it; run folders are named after it. */
  readonly name: string;
  readonly data: DataSettings;
  readonly model: ModelSettings;
  /** How the last layer comes to its weights. */
  readonly head: HeadSettings;
  /** Trainings one after the other, each with these values in the place of the recipe's own. Default: one, without any. */
  readonly phases: readonly PhaseSettings[];
  readonly classWeight: ClassWeight;
  /** What is measured beside loss and accuracy. */
  readonly metrics: readonly string[];
  readonly callbacks: readonly CallbackSettings[];
  readonly evaluation: EvaluationSettings;
  /** Initial weights, order of the images, augmentation and dropout derive from it. */
  readonly seed: number;
}

/** A callback as data: its name as `type`, and its options. */
export interface CallbackSettings {
  readonly type: string;
  readonly [option: string]: unknown;
}

type Draft<Value> = Value extends readonly unknown[]
  ? Value
  : Value extends object
    ? { readonly [Key in keyof Value]?: Draft<Value[Key]> }
    : Value;

/**
 * What somebody decided of a recipe; what is left out suits architecture and data. Needed are only `data.dataset` and
 * `model.architecture`.
 */
export type RecipeDraft = Draft<Recipe>;

/** What a training has to know of its images to fill in what a draft leaves out. */
export interface DataFacts {
  /** `[height, width, channels]`. */
  readonly shape: ImageShape;
  readonly classNames: readonly string[];
  /** Training images of each class that there are. */
  readonly trainCounts: readonly number[];
  /** Whether the data set comes with validation images. */
  readonly hasValidation: boolean;
}
