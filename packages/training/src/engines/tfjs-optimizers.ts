import type { OptimizerConfig } from "@imgcls/onnx";
import * as tf from "@tensorflow/tfjs";

interface UpdateInputs {
  readonly weight: tf.Tensor;
  readonly gradient: tf.Tensor;
  /** In the order of `slotNames`. */
  readonly slots: readonly tf.Tensor[];
  readonly learningRate: number;
  /** From 0. */
  readonly step: number;
}

interface UpdateOutputs {
  readonly weight: tf.Tensor;
  readonly slots: readonly tf.Tensor[];
}

/** An optimizer as formulas. Own ones, because TensorFlow.js's optimizers cannot change their learning rate. */
export interface TfjsOptimizer {
  /** What is kept for each weight; it starts as zeros of the weight's shape. */
  readonly slotNames: readonly string[];
  update(inputs: UpdateInputs): UpdateOutputs;
}

export function tfjsOptimizer(config: OptimizerConfig): TfjsOptimizer {
  if (config.type === "adam") return adam(config);
  return (config.momentum ?? 0) === 0 ? plainSgd : momentumSgd(config);
}

const plainSgd: TfjsOptimizer = {
  slotNames: [],
  update: ({ weight, gradient, learningRate }) => ({
    weight: tf.sub(weight, tf.mul(gradient, learningRate)),
    slots: [],
  }),
};

/** `v ← μ v + g`, then `w ← w − η v`, or with Nesterov's correction `w ← w − η (g + μ v)`. */
function momentumSgd({
  momentum = 0,
  nesterov = false,
}: Extract<OptimizerConfig, { type: "sgd" }>): TfjsOptimizer {
  return {
    slotNames: ["velocity"],
    update({ weight, gradient, slots: [velocity], learningRate }) {
      const next = tf.add(tf.mul(velocity!, momentum), gradient);
      const direction = nesterov ? tf.add(tf.mul(next, momentum), gradient) : next;
      return { weight: tf.sub(weight, tf.mul(direction, learningRate)), slots: [next] };
    },
  };
}

/** `m ← β₁ m + (1 − β₁) g`, `v ← β₂ v + (1 − β₂) g²`, `w ← w − η m̂ / (√v̂ + ε)`, t from 1 in `m̂ = m / (1 − β₁ᵗ)`. */
function adam({
  beta1 = 0.9,
  beta2 = 0.999,
  epsilon = 1e-7,
}: Extract<OptimizerConfig, { type: "adam" }>): TfjsOptimizer {
  return {
    slotNames: ["m", "v"],
    update({ weight, gradient, slots: [m, v], learningRate, step }) {
      const mean = tf.add(tf.mul(m!, beta1), tf.mul(gradient, 1 - beta1));
      const variance = tf.add(tf.mul(v!, beta2), tf.mul(tf.square(gradient), 1 - beta2));
      const stepSize = learningRate / (1 - beta1 ** (step + 1));
      const scale = tf.add(tf.sqrt(tf.mul(variance, 1 / (1 - beta2 ** (step + 1)))), epsilon);
      return { weight: tf.sub(weight, tf.div(tf.mul(mean, stepSize), scale)), slots: [mean, variance] };
    },
  };
}
