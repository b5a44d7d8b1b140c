import type { layers } from "@tensorflow/tfjs";
import type { PresetLayers } from "./preset-layers.js";
import type { Preprocessing, TrainingRecipe } from "./training-recipe.js";

export type ImageShape = readonly [height: number, width: number, channels: number];

export interface BuildOptions {
  readonly inputShape: ImageShape;
  readonly classes: number;
  /** Integer that all initial weights derive from. */
  readonly seed: number;
  /** Creates the layers: it names them and gives each its own initial weights. */
  readonly layers: PresetLayers;
}

/** An architecture with everything that belongs to it: how its pixels are prepared and how it is trained. */
export interface Preset {
  readonly name: string;
  readonly title: string;
  /** Id of the data set that the expected results were measured on. */
  readonly dataset: string;
  /** Default input, `[height, width, channels]`. */
  readonly inputShape: ImageShape;
  /** Default number of classes. */
  readonly classes: number;
  readonly preprocessing: Preprocessing;
  /** The layers in order; the first one is given `inputShape`. */
  build(options: BuildOptions): layers.Layer[];
  readonly training: TrainingRecipe;
  /** With the default input and classes. `testAccuracy` is the published result, 0..1. */
  readonly expected: { readonly parameters: number; readonly testAccuracy?: number };
  /** Where the architecture and its recipe come from. */
  readonly source: string;
}

/** Checks a preset's type and keeps its literal name. */
export const definePreset = <const Name extends string>(
  preset: Preset & { readonly name: Name },
): Preset & { readonly name: Name } => preset;
