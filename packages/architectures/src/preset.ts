import type { layers, SymbolicTensor } from "@tensorflow/tfjs";
import type { KernelInitializer } from "./kernel-initializer.js";
import type { LayerFactory } from "./layer-factory.js";
import type { Preprocessing, TrainingRecipe } from "./training-recipe.js";

export type ImageShape = readonly [height: number, width: number, channels: number];

/**
 * How a network begins. "imagenet": as published for images of 224×224, which it reduces four times (or so) at
 * once. "small": the same network without that reduction, for images like CIFAR's or MNIST's.
 */
export type Stem = "imagenet" | "small";

/** Images whose smaller side has at most so many pixels get the small stem, unless another one is asked for. */
export const LARGEST_SMALL_IMAGE = 64;

/** Options that only some architectures have. */
export interface ArchitectureOptions {
  /** Default: "small" when the smaller side of the input is at most 64 pixels, else "imagenet". */
  readonly stem?: Stem;
  /** Adds GoogLeNet's two classifiers halfway, as second and third output. Default false. */
  readonly auxiliaryHeads?: boolean;
}

export interface BuildOptions extends Required<ArchitectureOptions> {
  readonly inputShape: ImageShape;
  readonly classes: number;
  /** Integer that all initial weights derive from. */
  readonly seed: number;
  /** Creates the layers: it names them and gives each its own initial weights. */
  readonly layers: LayerFactory;
  /** Images, for networks that are more than a chain: `[batch, height, width, channels]`. */
  readonly input: SymbolicTensor;
}

/** A chain of layers, the first of which is given `inputShape`; or the outputs computed from `input`. */
export type Network = layers.Layer[] | SymbolicTensor | SymbolicTensor[];

/** An architecture with everything that belongs to it: how its pixels are prepared and how it is trained. */
export interface Preset {
  readonly name: string;
  readonly title: string;
  /** The group that it is listed in. */
  readonly family: string;
  /** Id of the data set that it was made for and that the expected results were measured on. */
  readonly dataset: string;
  /** Default input, `[height, width, channels]`. */
  readonly inputShape: ImageShape;
  /** Default number of classes. */
  readonly classes: number;
  readonly preprocessing: Preprocessing;
  /** How kernels start. Default: Glorot, uniform. */
  readonly kernelInitializer?: KernelInitializer;
  /** Which of the options that only some architectures have this one has. */
  readonly options?: readonly (keyof ArchitectureOptions)[];
  build(options: BuildOptions): Network;
  readonly training: TrainingRecipe;
  /** With the default input, classes and options. */
  readonly expected: {
    /** All numbers in all weights, as Keras counts them: moving averages of batch normalization too. */
    readonly parameters: number;
    /** What training changes, as PyTorch counts. */
    readonly trainableParameters: number;
    /** Multiplications with additions of convolutions and dense layers, for one image. */
    readonly multiplyAdds: number;
    /** The published result, 0..1. */
    readonly testAccuracy?: number;
  };
  /** Where the architecture and its recipe come from. */
  readonly source: string;
}

/** Checks a preset's type and keeps its literal name and options. */
export const definePreset = <
  const Name extends string,
  const Options extends keyof ArchitectureOptions = never,
>(
  preset: Preset & { readonly name: Name; readonly options?: readonly Options[] },
): Preset & { readonly name: Name; readonly options?: readonly Options[] } => preset;
