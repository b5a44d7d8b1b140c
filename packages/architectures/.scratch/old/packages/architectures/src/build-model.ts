import { type LayersModel, type layers, sequential } from "@tensorflow/tfjs";
import { BuildModelError } from "./errors.js";
import { getPreset } from "./get-preset.js";
import type { ImageShape, Preset } from "./preset.js";
import { presetLayers } from "./preset-layers.js";

export interface BuildModelOptions {
  /** `[height, width, channels]`; default: the preset's. */
  readonly inputShape?: ImageShape;
  /** Default: the preset's. */
  readonly classes?: number;
  /** Integer that determines all initial weights. Default 0. */
  readonly seed?: number;
}

type Shape = readonly (number | null)[];

/**
 * Builds a preset as a LayersModel, not compiled, with names and weights that depend only on the options.
 * Throws UnknownPresetError for an unknown name and BuildModelError for an input that is too small.
 */
export function buildModel(preset: Preset | string, options: BuildModelOptions = {}): LayersModel {
  const definition = typeof preset === "string" ? getPreset(preset) : preset;
  const { inputShape = definition.inputShape, classes = definition.classes, seed = 0 } = options;
  const problems = optionProblems(inputShape, classes, seed);
  if (problems.length > 0) throw new BuildModelError(definition.name, problems);

  const list = definition.build({ inputShape, classes, seed, layers: presetLayers(seed) });
  const tooSmall = firstEmptyOutput(list, inputShape);
  if (tooSmall !== undefined) {
    throw new BuildModelError(definition.name, [
      `${tooSmall} ${sizeAdvice(definition, inputShape, classes)}`,
    ]);
  }
  return sequential({ name: definition.name, layers: list });
}

function optionProblems(inputShape: ImageShape, classes: number, seed: number): string[] {
  const problems: string[] = [];
  if (inputShape.length !== 3 || !inputShape.every((size) => Number.isInteger(size) && size > 0)) {
    problems.push(
      `expected an inputShape of positive integers [height, width, channels], received [${inputShape}]`,
    );
  }
  if (!Number.isInteger(classes) || classes < 2) {
    problems.push(`expected classes to be an integer of at least 2, received ${classes}`);
  }
  if (!Number.isSafeInteger(seed)) problems.push(`expected seed to be an integer, received ${seed}`);
  return problems;
}

/** TensorFlow.js builds layers whose output is empty without a word; training would fail much later. */
function firstEmptyOutput(list: readonly layers.Layer[], inputShape: ImageShape): string | undefined {
  let shape: Shape = [null, ...inputShape];
  for (const layer of list) {
    const output = layer.computeOutputShape([...shape]) as Shape;
    if (output.some((size) => size !== null && size < 1)) {
      return `expected an input of at least one window in every layer, but [${inputShape}] leaves layer "${layer.name}" only [${shape.slice(1)}]`;
    }
    shape = output;
  }
  return undefined;
}

const LARGEST_ADVICE = 512;

/** The smallest square image that every layer can work on. */
function sizeAdvice(preset: Preset, [height, width, channels]: ImageShape, classes: number): string {
  for (let size = Math.min(height, width) + 1; size <= LARGEST_ADVICE; size += 1) {
    const inputShape = [size, size, channels] as const;
    const list = preset.build({ inputShape, classes, seed: 0, layers: presetLayers(0) });
    if (firstEmptyOutput(list, inputShape) === undefined) {
      return `(too small). Use images of at least ${size}×${size} pixels`;
    }
  }
  return "(too small). Use larger images";
}
