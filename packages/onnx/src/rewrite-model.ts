import type { LayerStep, WalkedModel } from "./walk-model.js";

/**
 * relu before a max pooling becomes relu after it: `maxPool(relu(x)) = relu(maxPool(x))`, and the gradients
 * agree, but relu and its mask then touch only the pooled elements, a quarter or a ninth of them.
 */
export function poolBeforeRelu(model: WalkedModel): WalkedModel {
  const consumersOf = consumersByName(model);
  const isMovable = (step: LayerStep) => {
    const consumers = consumersOf.get(step.name) ?? [];
    const feedsOnlyAPool = consumers.length === 1 && consumers[0]!.className === "MaxPooling2D";
    return isRelu(step) && feedsOnlyAPool && !model.outputs.includes(step.name);
  };
  const moved = new Set(model.steps.filter(isMovable).map((step) => step.name));

  const renamed = new Map<string, string>();
  const steps = model.steps.flatMap((step): LayerStep[] => {
    const rewired = { ...step, inputs: step.inputs.map((name) => renamed.get(name) ?? name) };
    if (moved.has(step.name)) return [linear(rewired)];
    if (!step.inputs.some((name) => moved.has(name))) return [rewired];
    const relu = reluBehind(step);
    renamed.set(step.name, relu.name);
    return [rewired, relu];
  });
  return { ...model, steps, outputs: model.outputs.map((name) => renamed.get(name) ?? name) };
}

/**
 * Layers that pad by themselves take the zeros of a ZeroPadding2D in front of them, which then need not be written:
 * convolutions, and a max pooling where nothing is below zero, because it pads with the lowest number.
 */
export function takePadding(model: WalkedModel): WalkedModel {
  const consumersOf = consumersByName(model);
  const stepByName = new Map(model.steps.map((step) => [step.name, step]));
  const takes = (step: LayerStep, padding: LayerStep) => {
    if (step.config.padding !== "valid") return false;
    if (step.className !== "MaxPooling2D") return CONVOLUTIONS.has(step.className);
    const source = stepByName.get(padding.inputs[0]!);
    return source !== undefined && isRelu(source) && everyWindowMeetsMaps(step, padding);
  };
  const isTaken = (step: LayerStep) =>
    step.className === "ZeroPadding2D" &&
    !model.outputs.includes(step.name) &&
    (consumersOf.get(step.name) ?? []).every((consumer) => takes(consumer, step));
  const taken = new Map(model.steps.filter(isTaken).map((step) => [step.name, step]));

  const steps = model.steps.flatMap((step): LayerStep[] => {
    if (taken.has(step.name)) return [];
    const padding = taken.get(step.inputs[0]!);
    if (!padding) return [step];
    const { inputs, inputShapes, config } = padding;
    return [{ ...step, inputs, inputShapes, config: { ...step.config, padding: config.padding } }];
  });
  return { ...model, steps };
}

/** Padding is narrower than the window, on every side. */
function everyWindowMeetsMaps({ config: { poolSize } }: LayerStep, padding: LayerStep): boolean {
  const borders = padding.config.padding as [number, number][];
  return borders.every((sides, axis) => sides.every((side) => side < (poolSize as [number, number])[axis]!));
}

const CONVOLUTIONS = new Set(["Conv2D", "DepthwiseConv2D", "GroupedConv2D", "SeparableConv2D"]);

/** The class name of a step that is a Conv2D with the MaxPooling2D behind it. */
export const POOLED_CONV = "Conv2D+MaxPooling2D";

/**
 * A convolution without activation and a max pooling become one step, if nothing else reads the convolution's result.
 */
export function joinConvAndPool(model: WalkedModel): WalkedModel {
  const consumersOf = consumersByName(model);
  const poolBehind = (step: LayerStep): LayerStep | undefined => {
    const [consumer, ...others] = consumersOf.get(step.name) ?? [];
    const isLinear = step.config.activation == null || step.config.activation === "linear";
    const isJoinable = step.className === "Conv2D" && isLinear && !model.outputs.includes(step.name);
    return isJoinable && others.length === 0 && consumer?.className === "MaxPooling2D" ? consumer : undefined;
  };
  const joined = new Set<LayerStep>();
  const steps = model.steps.flatMap((step): LayerStep[] => {
    if (joined.has(step)) return [];
    const pool = poolBehind(step);
    if (!pool) return [step];
    joined.add(pool);
    const config = { ...step.config, pooling: pool.config };
    const { name, outputShape } = pool;
    return [{ ...step, name, className: POOLED_CONV, config, outputShape }];
  });
  return { ...model, steps };
}

/**
 * A softmax (or sigmoid) at the very end is removed from the model, and the loss is computed from logits: one stable
 * expression instead of the logarithm of a quotient of exponentials. `logits` are the outputs that ended in it.
 */
export function withoutFinal(
  activation: "softmax" | "sigmoid",
  model: WalkedModel,
): { model: WalkedModel; logits: ReadonlySet<string> } {
  const consumersOf = consumersByName(model);
  const isFinal = ({ name }: LayerStep) => model.outputs.includes(name) && !consumersOf.has(name);
  const isActivation = activation === "softmax" ? isSoftmax : isSigmoid;
  const removed = model.steps.filter((step) => isFinal(step) && isActivation(step));
  return {
    model: { ...model, steps: model.steps.map((step) => (removed.includes(step) ? linear(step) : step)) },
    logits: new Set(removed.map(({ name }) => name)),
  };
}

/**
 * Every activation becomes a step of its own, with the layer's name; what the layer computes before it is `NAME/linear`.
 */
export function splitActivations(model: WalkedModel): WalkedModel {
  const steps = model.steps.flatMap((step): LayerStep[] => {
    const { activation } = step.config;
    if (step.className === "Activation" || activation == null || activation === "linear") return [step];
    const before = { ...linear(step), name: `${step.name}/linear` };
    return [before, activationBehind(before, step.name, activation)];
  });
  return { ...model, steps };
}

/** Whether it only makes probabilities of logits. */
export const makesProbabilities = (step: LayerStep): boolean =>
  step.weights.length === 0 && (isSoftmax(step) || isSigmoid(step));

/** What computes the predictions. */
export const lastStep = ({ steps, outputs }: WalkedModel): LayerStep | undefined =>
  steps.find(({ name }) => name === outputs[0]);

/** The steps that take a step's output. */
export function consumersByName({ steps }: WalkedModel): Map<string, LayerStep[]> {
  const consumers = new Map<string, LayerStep[]>();
  for (const step of steps) {
    for (const input of new Set(step.inputs)) consumers.set(input, [...(consumers.get(input) ?? []), step]);
  }
  return consumers;
}

const isRelu = ({ className, config }: LayerStep): boolean =>
  config.activation === "relu" || (className === "ReLU" && config.maxValue == null);

/** Of [batch, classes], axis 1 is the last axis too. */
const isSoftmax = ({ className, config }: LayerStep): boolean =>
  config.activation === "softmax" || (className === "Softmax" && (config.axis === -1 || config.axis === 1));

const isSigmoid = ({ config }: LayerStep): boolean => config.activation === "sigmoid";

/** The step without its activation. A layer that is nothing else becomes one that does nothing. */
const linear = (step: LayerStep): LayerStep =>
  step.config.activation === undefined
    ? { ...step, className: "Activation", config: { activation: "linear" } }
    : { ...step, config: { ...step.config, activation: "linear" } };

const reluBehind = (step: LayerStep): LayerStep => activationBehind(step, `${step.name}/relu`, "relu");

const activationBehind = (
  { name: source, outputShape }: LayerStep,
  name: string,
  activation: unknown,
): LayerStep => ({
  name,
  className: "Activation",
  config: { activation },
  weights: [],
  trainable: false,
  inputs: [source],
  inputShapes: [outputShape],
  outputShape,
});
