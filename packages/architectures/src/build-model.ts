import { type Checks, count, flag, integer, oneOf, optionProblems as unknownOrWrong } from "@imgcls/checks";
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
 * Throws UnknownPresetError for an unknown name and BuildModelError for unknown or
 * wrong options, all at once, and for an input that is too small.
 */
export function buildModel(preset: Preset | string, options: BuildModelOptions = {}): LayersModel {
  const definition = typeof preset === "string" ? getPreset(preset) : preset;
  const problems = optionProblems(definition, options);
  if (problems.length > 0) throw new BuildModelError(definition.name, problems);
  const complete = withDefaults(definition, options);
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

const LARGEST_SIDE = 65_536;

const CHECKS: Checks<BuildModelOptions> = {
  inputShape: {
    expected: `three positive integers [height, width, channels], none above ${LARGEST_SIDE}`,
    accepts: (value) =>
      Array.isArray(value) &&
      value.length === 3 &&
      value.every((size) => count.accepts(size) && size <= LARGEST_SIDE),
  },
  classes: {
    expected: "an integer of at least 2",
    accepts: (value) => Number.isSafeInteger(value) && (value as number) >= 2,
  },
  seed: integer,
  initialWeights: oneOf("random", "zeros"),
  stem: oneOf("imagenet", "small"),
  auxiliaryHeads: flag,
};

/** Unknown names, wrong values, and options that only other architectures have. */
/** Asked for as in Keras and timm; reading a file or fetching it takes a promise. */
const weightsAdvice = ({ name }: Preset): string =>
  `weights: a network with weights of others comes as a promise, await loadPretrained("${name}", { weights }) of @imgcls/runs; or build it without and give it the bytes of a file, loadPytorchWeights(model, bytes)`;

function optionProblems(preset: Preset, given: BuildModelOptions): string[] {
  const { options: known = [] } = preset;
  if (typeof given === "object" && given !== null && "weights" in given) {
    const { weights: _, ...others } = given as BuildModelOptions & { readonly weights: unknown };
    return [weightsAdvice(preset), ...optionProblems(preset, others)];
  }
  const lacking = (["stem", "auxiliaryHeads"] as const).filter(
    (option) => given?.[option] !== undefined && !known.includes(option),
  );
  return [
    ...unknownOrWrong("createModel", given, CHECKS),
    ...lacking.map(
      (option) => `expected no option "${option}", which this architecture lacks, received ${given[option]}`,
    ),
  ];
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
