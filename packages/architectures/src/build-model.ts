import {
  input,
  type LayersModel,
  type layers,
  model,
  type SymbolicTensor,
  sequential,
} from "@tensorflow/tfjs";
import { BuildModelError } from "./errors.js";
import { getPreset } from "./get-preset.js";
import { type LayerFactoryOptions, layerFactory } from "./layer-factory.js";
import {
  type ArchitectureOptions,
  type ImageShape,
  LARGEST_SMALL_IMAGE,
  type Network,
  type Preset,
} from "./preset.js";
import type { PresetName, presets } from "./presets/index.js";

export interface BuildModelOptions extends ArchitectureOptions {
  /** `[height, width, channels]`; default: the preset's. */
  readonly inputShape?: ImageShape;
  /** Default: the preset's. */
  readonly classes?: number;
  /** Integer that determines all initial weights. Default 0. */
  readonly seed?: number;
  /** "zeros" saves the time of drawing initial weights, for a model whose weights are loaded next. Default "random". */
  readonly initialWeights?: "random" | "zeros";
}

type OptionsOf<Name extends PresetName> = NonNullable<(typeof presets)[Name]["options"]>[number];

/** The options of `buildModel` that this architecture has. */
export type ModelOptions<Name extends PresetName> = Omit<BuildModelOptions, keyof ArchitectureOptions> &
  Pick<ArchitectureOptions, OptionsOf<Name>>;

/**
 * A registered architecture as a LayersModel, not compiled. The same as `buildModel` for names and options that
 * the compiler can check.
 */
export const createModel = <Name extends PresetName>(
  name: Name,
  options: ModelOptions<Name> = {} as ModelOptions<Name>,
): LayersModel => buildModel(name, options);

interface Complete {
  readonly inputShape: ImageShape;
  readonly classes: number;
  readonly seed: number;
  readonly stem: NonNullable<ArchitectureOptions["stem"]>;
  readonly auxiliaryHeads: boolean;
}

/**
 * Builds a preset as a LayersModel, not compiled, with names and weights that depend only on the options.
 * Throws UnknownPresetError for an unknown name and BuildModelError for an input that is too small.
 */
export function buildModel(preset: Preset | string, options: BuildModelOptions = {}): LayersModel {
  const definition = typeof preset === "string" ? getPreset(preset) : preset;
  const complete = withDefaults(definition, options);
  const problems = optionProblems(definition, options, complete);
  if (problems.length > 0) throw new BuildModelError(definition.name, problems);
  const tooSmall = firstEmptyOutput(definition, complete);
  if (tooSmall !== undefined) {
    throw new BuildModelError(definition.name, [`${tooSmall} ${sizeAdvice(definition, complete)}`]);
  }
  const { network, image } = build(definition, complete, options.initialWeights ?? "random");
  const { name } = definition;
  return isChain(network)
    ? sequential({ name, layers: network })
    : model({ name, inputs: image, outputs: network });
}

const isChain = (network: Network): network is layers.Layer[] =>
  Array.isArray(network) && network.every((part) => "getClassName" in part);

function withDefaults(
  { inputShape: ownShape, classes: ownClasses }: Preset,
  { inputShape = ownShape, classes = ownClasses, seed = 0, stem, auxiliaryHeads = false }: BuildModelOptions,
): Complete {
  const isSmall = Math.min(inputShape[0], inputShape[1]) <= LARGEST_SMALL_IMAGE;
  return { inputShape, classes, seed, stem: stem ?? (isSmall ? "small" : "imagenet"), auxiliaryHeads };
}

function build(preset: Preset, options: Complete, weights: NonNullable<LayerFactoryOptions["weights"]>) {
  const image = input({ shape: [...options.inputShape], name: "image" });
  const { kernelInitializer } = preset;
  const factory = layerFactory({
    seed: options.seed,
    weights,
    ...(kernelInitializer === undefined ? {} : { kernelInitializer }),
  });
  return { network: preset.build({ ...options, layers: factory, input: image }), image, factory };
}

function optionProblems(
  { options: known = [] }: Preset,
  given: BuildModelOptions,
  { inputShape, classes, seed }: Complete,
): string[] {
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
  for (const option of ["stem", "auxiliaryHeads"] as const) {
    if (given[option] !== undefined && !known.includes(option)) {
      problems.push(
        `expected no option "${option}", which this architecture lacks, received ${given[option]}`,
      );
    }
  }
  return problems;
}

/** TensorFlow.js builds layers whose output is empty without a word; training would fail much later. */
function firstEmptyOutput(preset: Preset, options: Complete): string | undefined {
  const { network, factory } = build(preset, options, "none");
  if (isChain(network)) connect(network, options.inputShape);
  const empty = factory.created.find((layer) =>
    shapeOf(layer.output).some((size) => size !== null && size < 1),
  );
  if (empty === undefined) return undefined;
  return `expected an input of at least one window in every layer, but [${options.inputShape}] leaves layer "${empty.name}" only [${shapeOf(empty.input).slice(1)}]`;
}

const connect = (chain: readonly layers.Layer[], inputShape: ImageShape): unknown =>
  chain.reduce((output, layer) => layer.apply(output) as SymbolicTensor, input({ shape: [...inputShape] }));

const shapeOf = (tensor: SymbolicTensor | SymbolicTensor[]): readonly (number | null)[] =>
  (Array.isArray(tensor) ? tensor[0] : tensor)?.shape ?? [];

const LARGEST_ADVICE = 512;

/** The smallest square image that every layer can work on. */
function sizeAdvice(preset: Preset, options: Complete): string {
  const [height, width, channels] = options.inputShape;
  for (let size = Math.min(height, width) + 1; size <= LARGEST_ADVICE; size += 1) {
    if (firstEmptyOutput(preset, { ...options, inputShape: [size, size, channels] }) === undefined) {
      return `(too small). Use images of at least ${size}×${size} pixels`;
    }
  }
  return "(too small). Use larger images";
}
