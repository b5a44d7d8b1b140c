import type { OptimizerConfig, OptimizerConfigs, OptimizerName } from "@imgcls/onnx";
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

/** `w ← w − η g`; with momentum `v ← μ v + g`, then `w ← w − η v`, or with Nesterov's correction `w ← w − η (g + μ v)`. */
function sgd({ momentum = 0, nesterov = false }: OptimizerConfigs["sgd"]): TfjsOptimizer {
  if (momentum === 0) {
    return {
      slotNames: [],
      update: ({ weight, gradient, learningRate }) => ({
        weight: tf.sub(weight, tf.mul(gradient, learningRate)),
        slots: [],
      }),
    };
  }
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
}: OptimizerConfigs["adam" | "adamw"]): TfjsOptimizer {
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

/** `s ← ρ s + (1 − ρ) g²`, `w ← w − η g / √(s + ε)`; centred and with momentum as @imgcls/onnx describes. */
function rmsprop({
  rho = 0.9,
  momentum = 0,
  epsilon = 1e-7,
  centered = false,
}: OptimizerConfigs["rmsprop"]): TfjsOptimizer {
  return {
    slotNames: ["mean_square", ...(centered ? ["mean"] : []), ...(momentum > 0 ? ["velocity"] : [])],
    update({ weight, gradient, slots, learningRate }) {
      const square = tf.add(tf.mul(slots[0]!, rho), tf.mul(tf.square(gradient), 1 - rho));
      const mean = centered ? [tf.add(tf.mul(slots[1]!, rho), tf.mul(gradient, 1 - rho))] : [];
      const spread = mean.reduce<tf.Tensor>((rest, a) => tf.sub(rest, tf.square(a)), square);
      const step = tf.div(tf.mul(gradient, learningRate), tf.sqrt(tf.add(spread, epsilon)));
      const velocity = momentum > 0 ? [tf.add(tf.mul(slots.at(-1)!, momentum), step)] : [];
      return { weight: tf.sub(weight, velocity[0] ?? step), slots: [square, ...mean, ...velocity] };
    },
  };
}

/** `s ← s + g²`, `w ← w − η g / √(s₀ + s + ε)` */
function adagrad({
  initialAccumulatorValue = 0.1,
  epsilon = 1e-7,
}: OptimizerConfigs["adagrad"]): TfjsOptimizer {
  return {
    slotNames: ["squares"],
    update({ weight, gradient, slots: [squares], learningRate }) {
      const next = tf.add(squares!, tf.square(gradient));
      const scale = tf.sqrt(tf.add(next, initialAccumulatorValue + epsilon));
      return { weight: tf.sub(weight, tf.div(tf.mul(gradient, learningRate), scale)), slots: [next] };
    },
  };
}

/** `w ← w − η sign(β₁ m + (1 − β₁) g)`, then `m ← β₂ m + (1 − β₂) g` */
function lion({ beta1 = 0.9, beta2 = 0.99 }: OptimizerConfigs["lion"]): TfjsOptimizer {
  return {
    slotNames: ["m"],
    update({ weight, gradient, slots: [m], learningRate }) {
      const moved = (beta: number) => tf.add(tf.mul(m!, beta), tf.mul(gradient, 1 - beta));
      const step = tf.mul(tf.sign(moved(beta1)), learningRate);
      return { weight: tf.sub(weight, step), slots: [moved(beta2)] };
    },
  };
}

const OPTIMIZERS: {
  readonly [N in OptimizerName]: ((config: OptimizerConfigs[N]) => TfjsOptimizer) | undefined;
} = {
  sgd,
  adam,
  adamw: adam,
  rmsprop,
  adagrad,
  lion,
  lars: undefined,
  muon: undefined,
};

const DEFAULT_WEIGHT_DECAY: Partial<Record<OptimizerName, number>> = { adamw: 0.004 };

/** What this engine cannot do of the optimizer, each a noun; empty when it can do all. */
export function unsupportedByTfjs(config: OptimizerConfig): string[] {
  const { gradientAccumulationSteps = 1, useEma = false, groups = [] } = config;
  return [
    ...(OPTIMIZERS[config.type] ? [] : [`the optimizer "${config.type}"`]),
    ...(gradientAccumulationSteps > 1 ? ["gradientAccumulationSteps"] : []),
    ...(useEma ? ["useEma"] : []),
    ...(groups.length > 0 ? ["groups"] : []),
  ];
}

/** Of an optimizer that is supported. */
export function tfjsOptimizer(config: OptimizerConfig): TfjsOptimizer {
  const create = OPTIMIZERS[config.type] as ((config: OptimizerConfig) => TfjsOptimizer) | undefined;
  if (!create) throw new Error(`[imgcls/training] the tfjs engine has no optimizer "${config.type}".`);
  const { slotNames, update } = create(config);
  const decay = config.weightDecay ?? DEFAULT_WEIGHT_DECAY[config.type] ?? 0;
  if (decay === 0) return { slotNames, update };
  return {
    slotNames,
    update: (inputs) => update({ ...inputs, weight: tf.mul(inputs.weight, 1 - inputs.learningRate * decay) }),
  };
}

/** The gradients within the limits; a norm is limited by scaling, `g · limit / max(‖g‖, limit)`. */
export function clipGradients(
  gradients: readonly tf.Tensor[],
  { clipNorm, globalClipNorm, clipValue }: OptimizerConfig,
): readonly tf.Tensor[] {
  const scaled = (gradient: tf.Tensor, norm: tf.Tensor, limit: number) =>
    tf.mul(gradient, tf.div(limit, tf.maximum(norm, limit)));
  if (clipNorm !== undefined) {
    return gradients.map((gradient) => scaled(gradient, tf.norm(gradient), clipNorm));
  }
  if (globalClipNorm !== undefined) {
    const norm = tf.norm(tf.stack(gradients.map((gradient) => tf.norm(gradient))));
    return gradients.map((gradient) => scaled(gradient, norm, globalClipNorm));
  }
  if (clipValue !== undefined) {
    return gradients.map((gradient) => tf.clipByValue(gradient, -clipValue, clipValue));
  }
  return gradients;
}
