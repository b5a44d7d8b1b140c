// What the page and its worker say to each other. The page draws; the worker loads, trains and judges.
// Everything here is plain data that structured cloning carries over.

import type { TrainingOutcome } from "@imgcls/training";

export type ImageShape = readonly [height: number, width: number, channels: number];

/** An image ready to be shown, and what it is. */
export interface Picture {
  /** A PNG as a `data:` address: the browser decodes it beside the page's own work. */
  readonly source: string;
  readonly className: string;
}

export interface DataSummary {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly shape: ImageShape;
  readonly classNames: readonly string[];
  readonly trainSize: number;
  readonly validationSize?: number;
  readonly testSize: number;
  /** What of a folder or zip is in none of the sets, in words; "" when that is nothing. */
  readonly leftOut: string;
  /** Training images a class. */
  readonly classCounts: readonly number[];
  /** Grey levels of the training images, 0..255. */
  readonly range: readonly [smallest: number, largest: number];
  /** Mean and standard deviation of the grey levels, 0..255, averaged over the channels. */
  readonly mean: number;
  readonly deviation: number;
  /** Files that are no images, where these were to be left out, each with why. */
  readonly skipped: readonly string[];
  /** The first images of each class: as many rows of one image a class as fit. */
  readonly samples: readonly Picture[];
}

export interface LayerRow {
  readonly name: string;
  readonly type: string;
  /** Without the batch. */
  readonly outputShape: readonly number[];
  readonly parameters: number;
}

export interface ModelChoice {
  readonly name: string;
  readonly title: string;
  readonly inputShape: ImageShape;
  readonly layers: readonly LayerRow[];
  readonly parameters: number;
  /** The recipe that suits network and images, as text, to see whether it is another one than before. */
  readonly recommended: string;
}

/** What was typed in the form, as it was typed, by the path of the recipe's value, such as "optimizer.learningRate". */
export type Typed = Readonly<Record<string, string>>;

/** A value of the recipe in the form. */
export interface FormField {
  readonly path: string;
  readonly label: string;
  /** What it is, in one line. */
  readonly about: string;
  /** All that there are, where they can be listed. */
  readonly choices: readonly string[] | undefined;
  /** Texts that are right, among others. */
  readonly suggestions: readonly string[];
  /** What was typed, or what suits network and images. */
  readonly value: string;
  /** What it may be, when it is something else. */
  readonly problem: string | undefined;
}

export interface TrainingForm {
  readonly fields: readonly FormField[];
  /** Values that are each right, but not together: a sentence each. */
  readonly problems: readonly string[];
}

export type EngineChoice = "auto" | "onnx" | "tfjs-webgl" | "tfjs-cpu";

export interface TrainSettings {
  readonly preset: string;
  readonly typed: Typed;
  readonly engine: EngineChoice;
}

/** A network that may be a base, its last layer left out. */
export interface BaseChoice {
  readonly architecture: string;
  /** What is known of weights by name; undefined where a file is needed. */
  readonly weights: string | undefined;
}

/** In the place of an architecture: the network of a file that has its own. */
export const ONNX_FILE = "onnx";

/** A base with its weights. */
export interface BaseSettings {
  /** Or `ONNX_FILE`. */
  readonly architecture: string;
  /** safetensors, .pth, .keras, .h5 or .onnx; without it the weights that are known by name. */
  readonly weights: File | undefined;
}

/** A last layer on the features of a base that others have trained. */
export interface HeadSettings extends BaseSettings {
  /** Whether all layers are trained from there. */
  readonly fineTune: boolean;
  readonly engine: EngineChoice;
}

/** Pictures that have gone through a base, of all that have to. */
export interface FeatureCount {
  readonly done: number;
  readonly total: number;
}

/** Means over the training images between two messages. */
export interface TracePoint {
  /** In epochs: 1.5 is the middle of the second. */
  readonly at: number;
  readonly loss: number;
  readonly accuracy: number;
}

export type ValidatedOn = "validation" | "test" | "none";

export interface EpochPoint {
  readonly epoch: number;
  readonly loss: number;
  readonly accuracy: number;
  /** On the validation images; undefined where nothing was validated. */
  readonly valLoss: number | undefined;
  readonly valAccuracy: number | undefined;
  /** "test" in runs of earlier versions. */
  readonly validatedOn: ValidatedOn;
  readonly seconds: number;
  readonly imagesPerSecond: number;
}

export type TrainingEvent =
  | { readonly type: "notice"; readonly text: string }
  /** So many pictures have gone through the base. */
  | ({ readonly type: "features" } & FeatureCount)
  | {
      readonly type: "started";
      readonly engine: string;
      readonly epochs: number;
      readonly learningRate: number;
      /** The epochs that were done before. */
      readonly rows: readonly EpochPoint[];
    }
  | {
      readonly type: "progress";
      /** In epochs: 1.5 is the middle of the second. */
      readonly at: number;
      /** Absent when too few images were seen since the one before. */
      readonly point: TracePoint | undefined;
      readonly imagesPerSecond: number;
      readonly secondsLeft: number;
    }
  | { readonly type: "testing" }
  | { readonly type: "epoch"; readonly row: EpochPoint };

/** A trained model, from this page or from a file. */
export interface RunSummary {
  readonly architecture: string;
  /** For people, without paths. */
  readonly datasetTitle: string;
  readonly inputShape: ImageShape;
  readonly classNames: readonly string[];
  readonly parameters: number;
  readonly engine: string;
  readonly seed: number;
  readonly history: readonly EpochPoint[];
  /** Measured at the end of the training; undefined when it was stopped. */
  readonly testAccuracy: number | undefined;
  /** Why it ended before its last epoch. */
  readonly stopped: string | undefined;
  /** Of a training in this page that was validated. */
  readonly outcome: TrainingOutcome | undefined;
}

/** What was trained in this browser last. */
export interface KeptRun {
  readonly architecture: string;
  readonly datasetTitle: string;
  readonly testAccuracy: number | undefined;
  readonly epochs: number;
  readonly epochsDone: number;
  /** Whether the page was left before the training had ended: it can go on. */
  readonly isUnfinished: boolean;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** What the open model can be tested on. */
export type TestImages =
  /** This page has the images that the model is tested on. */
  | { readonly fit: "own" }
  /** The open images have the model's shape and classes, but are others; why, in a sentence. */
  | { readonly fit: "others"; readonly reason: string }
  /** Nothing; why, in a sentence. */
  | { readonly fit: "none"; readonly reason: string };

export interface Mistake {
  readonly picture: Picture;
  readonly trueClass: string;
  readonly predictedClass: string;
  /** 0..1 */
  readonly probability: number;
}

export interface Verdict {
  readonly samples: number;
  readonly accuracy: number;
  readonly loss: number;
  readonly wrong: number;
  /** Something to know about the numbers. */
  readonly notice: string | undefined;
  /** SVG. */
  readonly confusionMatrix: string;
  /** Test images: a row for each true class, a column for each answer. */
  readonly confusions: readonly (readonly number[])[];
  readonly perClass: readonly {
    readonly class: string;
    readonly precision: number;
    readonly recall: number;
    readonly f1: number;
    readonly support: number;
  }[];
  readonly mistakes: readonly Mistake[];
}

/** An image and what the model says about it. */
export interface Classification {
  /** One for each class, in the order of the class names. */
  readonly probabilities: readonly number[];
  /** Whether it is of none of the classes, where the model tells. */
  readonly unknown?: UnknownAnswer | undefined;
}

export interface UnknownAnswer {
  /** The greater, the less it is like the images of the classes. */
  readonly score: number;
  readonly isUnknown: boolean;
}

/** Whether light and dark of a picture change places: where its border is light, always, or never. */
export type Invert = "auto" | "always" | "never";

/** A picture file as the model's input. */
export interface PreparedPicture {
  readonly pixels: Uint8Array;
  /** Of a digit, which was cut out and centred too: whether light and dark have changed places. */
  readonly inverted: boolean | undefined;
}

export interface TestImage {
  readonly pixels: Uint8Array;
  readonly index: number;
  readonly trueClass: string;
}

/** What becomes of images that cannot be read: an error that names them, or they are left out. */
export type BadImages = "error" | "skip";

/**
 * What the worker does. Every failure is an Error whose message is a clear sentence for people, and whose name is that
 * of the error that it was, for what the page offers to do.
 */
export interface Lab {
  /** Holds a lock of the browser for as long as the worker lives; answers when it has it. */
  holdLock(name: string): Promise<void>;
  openSynthetic(): Promise<DataSummary>;
  openFiles(files: readonly File[]): Promise<DataSummary>;
  /** Folders of images by class: all their files, by path or with their `webkitRelativePath`. */
  openFolder(files: ReadonlyMap<string, File> | readonly File[], badImages: BadImages): Promise<DataSummary>;
  /** A zip of folders of images by class. */
  openZip(file: File, badImages: BadImages): Promise<DataSummary>;
  /** The presets that fit the open data. */
  listModels(): Promise<readonly ModelChoice[]>;
  /** The settings of a training of this network on the open data. */
  describeForm(preset: string, typed: Typed): Promise<TrainingForm>;
  /** Ends when the training does, after its last epoch or after `stop`; undefined when that was before its first step. */
  train(settings: TrainSettings, onEvent: (event: TrainingEvent) => void): Promise<RunSummary | undefined>;
  /** Networks that can be a base, those whose weights are known by name first. */
  listBases(): Promise<readonly BaseChoice[]>;
  /**
   * Sends the open pictures through such a network and keeps what it makes of them: then its last layer takes seconds. Ends when
   * that is done, or something else is asked for.
   */
  prepareFeatures(base: BaseSettings, onProgress: (count: FeatureCount) => void): Promise<void>;
  /** Computes the last layer of such a network on the open pictures, and trains all of it from there if wanted. */
  trainHead(settings: HeadSettings, onEvent: (event: TrainingEvent) => void): Promise<RunSummary | undefined>;
  stop(): Promise<void>;
  /** Compares the open images with what the open model was trained on. */
  testImages(): Promise<TestImages>;
  /** On the model's own test images, or on the open ones where these fit. */
  evaluate(): Promise<Verdict>;
  /** @param pixels one image of the model's input shape, 0..255 */
  classify(pixels: Uint8Array): Promise<Classification>;
  /** For models of digits in MNIST's form the digit on it is brought into this form. */
  decodePicture(file: File, invert: Invert): Promise<PreparedPicture>;
  testImage(index: number): Promise<TestImage>;
  /** The run folder as a zip file. */
  saveRun(): Promise<Uint8Array>;
  openRun(file: File): Promise<RunSummary>;
  /** What the browser's storage has of an earlier visit. */
  keptRun(): Promise<KeptRun | undefined>;
  openKeptRun(): Promise<RunSummary>;
  /** Goes on with its training, as if it had never ended. The images have to be open, but for the synthetic ones. */
  resumeKeptRun(onEvent: (event: TrainingEvent) => void): Promise<RunSummary | undefined>;
  removeKeptRun(): Promise<void>;
  /** Loads what a training and a test will need, so that they work without a connection. */
  prefetch(): Promise<void>;
}
