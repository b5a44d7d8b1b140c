import type * as tf from "@tensorflow/tfjs";
import type { UnsupportedPart } from "./errors.js";

type LayerConfig = Readonly<Record<string, unknown>>;

export interface LayerWeight {
  /** Unique in the model, `dense/kernel`: the name that saved weights have too. */
  readonly name: string;
  /** The last part of the name: `kernel`, `bias`. */
  readonly role: string;
  readonly shape: readonly number[];
  /** Whether the optimizer changes it. */
  readonly trainable: boolean;
}

/** One call of a layer as plain data: what a layer compiler reads. */
export interface LayerStep {
  /** The layer's name; behind it `#2` and so on for further calls of a shared layer. */
  readonly name: string;
  readonly className: string;
  readonly config: LayerConfig;
  /** Calls of a shared layer have the same weights. */
  readonly weights: readonly LayerWeight[];
  /** False for a frozen layer, which works as in inference. */
  readonly trainable: boolean;
  /** Names of the steps whose outputs are this one's inputs. */
  readonly inputs: readonly string[];
  /** Their shapes for one image, `[height, width, channels]` or `[features]`. */
  readonly inputShapes: readonly (readonly number[])[];
  readonly outputShape: readonly number[];
}

export interface WalkedModel {
  /** `[height, width, channels]` of one image. */
  readonly inputShape: readonly [number, number, number];
  readonly input: string;
  /** In topological order, the input layer left out; nested models are replaced by their layers. */
  readonly steps: readonly LayerStep[];
  /** Names of steps. The first gives the predictions, the others are auxiliary classifiers. */
  readonly outputs: readonly string[];
  /** Names in the model's order. */
  readonly weights: readonly string[];
}

/**
 * The layers on the way from the model's input to its outputs as data, in the order of computation. Problems of
 * the model's form are added to the list.
 *
 * @param imageShape `[height, width, channels]`, which a model of free input size has to be told
 */
export function walkModel(
  model: tf.LayersModel,
  problems: UnsupportedPart[],
  outputs: readonly tf.SymbolicTensor[] = model.outputs,
  imageShape?: readonly number[],
): WalkedModel {
  const [image] = model.inputs;
  const ownShape = image?.shape.slice(1) ?? [];
  const inputShape = imageShape ?? ownShape;
  const report = (reason: string, layer?: tf.layers.Layer) =>
    problems.push({ layer: layer?.name ?? model.name, className: layer?.getClassName() ?? "Model", reason });

  if (model.inputs.length !== 1) report("it has several inputs; a classifier of images has one");
  if (ownShape.length !== 3) {
    const reason = `its input has the shape ${inBrackets(ownShape)}; [height, width, channels] is expected`;
    report(reason, image?.sourceLayer);
  } else if (inputShape.some((extent) => extent === null)) {
    const reason = `its input has a free size, ${inBrackets(ownShape)}; say that of the images, inputShape: [height, width, channels]`;
    report(reason, image?.sourceLayer);
  } else if (ownShape.some((extent, axis) => extent !== null && extent !== inputShape[axis])) {
    const reason = `its input has the shape ${inBrackets(ownShape)}, but the images are ${inBrackets(inputShape)}`;
    report(reason, image?.sourceLayer);
  }

  const walk = new Walk(new Set(model.trainableWeights), frozenLayers(model));
  const sources = model.inputs.map(({ id, sourceLayer, shape }) => {
    const known = id === image?.id ? inputShape : shape.slice(1);
    return [id, { name: sourceLayer.name, shape: known as number[] }] as const;
  });
  const scope: Scope = new Map(sources);
  const results = outputs.map((output) => walk.sourceOf(output, scope));
  for (const [i, { shape }] of results.entries()) {
    if (shape.length === 1) continue;
    const maps = shape.length === 3 ? "; put a global pooling or a flatten and a dense layer behind it" : "";
    const reason = `it ends in [${["batch", ...shape].join(", ")}]; [batch, classes] is expected${maps}`;
    report(reason, outputs[i]!.sourceLayer);
  }

  const weights = model.weights.map(({ originalName }) => originalName);
  const repeated = weights.filter((name, i) => weights.indexOf(name) !== i);
  for (const name of new Set(repeated)) {
    report(`several of its weights are named "${name}"; give its layers different names`);
  }
  return {
    inputShape: inputShape as [number, number, number],
    input: image?.sourceLayer.name ?? "",
    steps: walk.steps,
    outputs: results.map(({ name }) => name),
    weights,
  };
}

const inBrackets = (shape: readonly (number | null)[]): string => `[${shape.map(String).join(", ")}]`;

type Weight = tf.LayersModel["weights"][number];

/** What computes a tensor: a step or the model's input. */
interface Source {
  readonly name: string;
  readonly shape: readonly number[];
}

/** The symbolic tensors inside one model, by id, with what computes them. */
type Scope = Map<number, Source>;

/**
 * Follows tensors back from the outputs. A layer's own list of calls would not do: it also holds those of other
 * models, such as the one whose trained layers this model reuses.
 */
class Walk {
  readonly steps: LayerStep[] = [];
  private readonly callsOf = new Map<string, number>();

  constructor(
    private readonly trainableWeights: ReadonlySet<Weight>,
    private readonly frozen: ReadonlySet<tf.layers.Layer>,
  ) {}

  /** Adds the step that computes the tensor, and those it needs, where they are missing. */
  sourceOf(tensor: tf.SymbolicTensor, scope: Scope): Source {
    const known = scope.get(tensor.id);
    if (known) return known;
    const { sourceLayer, nodeIndex } = tensor;
    const call = sourceLayer.inboundNodes[nodeIndex]!;
    const inputs = call.inputTensors.map((input) => this.sourceOf(input, scope));
    const results = isModel(sourceLayer) ? this.enter(sourceLayer, inputs) : [this.add(sourceLayer, inputs)];
    for (const [i, output] of call.outputTensors.entries()) scope.set(output.id, results[i]!);
    return scope.get(tensor.id)!;
  }

  /** A call of a nested model is the calls of its layers. */
  private enter(model: tf.LayersModel, inputs: readonly Source[]): Source[] {
    const inner: Scope = new Map(model.inputs.map(({ id }, i) => [id, inputs[i]!]));
    return model.outputs.map((output) => this.sourceOf(output, inner));
  }

  private add(layer: tf.layers.Layer, inputs: readonly Source[]): Source {
    const calls = (this.callsOf.get(layer.name) ?? 0) + 1;
    this.callsOf.set(layer.name, calls);
    const name = calls === 1 ? layer.name : `${layer.name}#${calls}`;
    const inputShapes = inputs.map(({ shape }) => shape);
    const shape = outputShape(layer, inputShapes);
    const isTrained = !this.frozen.has(layer);
    this.steps.push({
      name,
      className: layer.getClassName(),
      config: layer.getConfig(),
      weights: layer.weights.map((weight) => ({
        name: weight.originalName,
        role: weight.originalName.slice(weight.originalName.lastIndexOf("/") + 1),
        shape: weight.shape as number[],
        trainable: isTrained && this.trainableWeights.has(weight),
      })),
      trainable: isTrained,
      inputs: inputs.map((input) => input.name),
      inputShapes,
      outputShape: shape,
    });
    return { name, shape };
  }
}

const isModel = (layer: tf.layers.Layer): layer is tf.LayersModel => "layers" in layer && "outputs" in layer;

/**
 * The layers that do not learn, as in Keras: frozen themselves, or inside a frozen model at any depth. A nested model that
 * is the first layer of a Sequential has no call to follow: its layers are found here only.
 */
function frozenLayers(model: tf.LayersModel, isFrozen = !model.trainable): Set<tf.layers.Layer> {
  return new Set(
    model.layers.flatMap((layer) => {
      const isOff = isFrozen || !layer.trainable || hasFrozenWeights(layer);
      if (isModel(layer)) return [...frozenLayers(layer, isOff)];
      return isOff ? [layer] : [];
    }),
  );
}

/**
 * TensorFlow.js freezes the layers of a model by their weights: that is what stays to be seen where another model took the
 * layers only, `tf.model({ inputs: base.inputs, outputs: head.apply(base.outputs) })`.
 */
function hasFrozenWeights(layer: tf.layers.Layer): boolean {
  const own = Reflect.get(layer, "_trainableWeights") as readonly { readonly trainable: boolean }[];
  return own.length > 0 && own.every(({ trainable }) => !trainable);
}

/** From the shapes of this model: inside a nested model, a symbolic tensor may have extents of any size. */
function outputShape(layer: tf.layers.Layer, inputShapes: LayerStep["inputShapes"]): number[] {
  const [first, ...others] = inputShapes.map((shape) => [null, ...shape]);
  const shape = layer.computeOutputShape(others.length > 0 ? [first!, ...others] : first!);
  return (shape as number[]).slice(1);
}
