import type { LayerStep, WalkedModel } from "./walk-model.js";

/**
 * relu before a max pooling becomes relu after it: `maxPool(relu(x)) = relu(maxPool(x))`, and the gradients
 * agree, but relu and its mask then touch only the pooled elements, a quarter or a ninth of them.
 */
export function poolBeforeRelu(model: WalkedModel): WalkedModel {
  const consumers = (name: string) => model.steps.filter((step) => step.inputs.includes(name));
  const isMovable = (step: LayerStep) => {
    const next = consumers(step.name);
    const feedsOnlyAPool = next.length === 1 && next[0]?.className === "MaxPooling2D";
    return step.config.activation === "relu" && feedsOnlyAPool && step.name !== model.output;
  };
  const moved = new Set(model.steps.filter(isMovable).map((step) => step.name));

  const renamed = new Map<string, string>();
  const steps: LayerStep[] = [];
  for (const step of model.steps) {
    const inputs = step.inputs.map((name) => renamed.get(name) ?? name);
    if (moved.has(step.name)) {
      steps.push({ ...step, inputs, config: { ...step.config, activation: "linear" } });
    } else if (step.inputs.some((name) => moved.has(name))) {
      const relu = `${step.name}/relu`;
      steps.push({ ...step, inputs }, activationStep(relu, step.name, "relu"));
      renamed.set(step.name, relu);
    } else {
      steps.push({ ...step, inputs });
    }
  }
  return { ...model, steps, output: renamed.get(model.output) ?? model.output };
}

/**
 * A softmax at the very end leaves the model, and the loss takes logits: one stable expression instead of the
 * logarithm of a quotient of exponentials. Returns undefined when the model does not end in a softmax.
 */
export function withoutFinalSoftmax(model: WalkedModel): WalkedModel | undefined {
  const last = model.steps.find((step) => step.name === model.output);
  // Of [batch, classes], axis 1 is the last axis too.
  if (last?.className === "Softmax" && (last.config.axis === -1 || last.config.axis === 1)) {
    const steps = model.steps.map((step) =>
      step === last ? activationStep(step.name, step.inputs[0] ?? "", "linear") : step,
    );
    return { ...model, steps };
  }
  if (last?.config.activation !== "softmax") return undefined;
  const steps = model.steps.map((step) =>
    step === last ? { ...step, config: { ...step.config, activation: "linear" } } : step,
  );
  return { ...model, steps };
}

const activationStep = (name: string, input: string, activation: string): LayerStep => ({
  name,
  className: "Activation",
  config: { activation },
  weights: [],
  trainable: false,
  inputs: [input],
});
